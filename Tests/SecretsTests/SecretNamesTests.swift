import Secrets
import Testing

@Suite struct SecretNamesTests {
  @Test(arguments: [
    "Authorization", "proxy-authorization", "Cookie", "set-cookie", "X-Api-Key", "X-Auth", "x-auth-key",
    "auth",
    "access_token", "clientSecret", "PASSWORD", "jwt",
  ])
  func `a name that names a secret`(name: String) { #expect(SecretNames.isSecret(name.utf8)) }

  @Test(arguments: [
    "Host", "author", "author-id", "WWW-Authenticate", "Sec-WebSocket-Key", "sec-websocket-accept", "monkey",
    "key",
    "type", "",
  ])
  func `a name that names none`(name: String) { #expect(!SecretNames.isSecret(name.utf8)) }

  @Test func `a parameter of an address can be a key, a header or a JSON key of that name is none`() {
    #expect(SecretNames.isSecretInURL("key".utf8))
    #expect(SecretNames.isSecretInURL("X-Amz-Signature".utf8))
    #expect(!SecretNames.isSecretInURL("pair".utf8))
  }
}
