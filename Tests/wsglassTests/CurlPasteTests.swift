import InspectorModel
import Testing

@testable import wsglass

@Suite struct CurlPasteTests {
  private func paste(_ text: String) throws -> CurlPaste { try CurlPaste(text, over: ConnectOptions()) }

  @Test func `a copied upgrade fills the dialog`() throws {
    let pasted = try paste(
      #"""
      curl 'wss://feed.example.com/v2?x=1' \
        -H 'Upgrade: websocket' -H 'Origin: https://app.example.com' -H 'X-Trace: 1' -b 'sid=abc' \
        -H 'Sec-WebSocket-Protocol: v12.stomp, v11.stomp' -k --limit-rate 10 --proxy http://p:3128
      """#)
    var options = ConnectOptions(url: "wss://feed.example.com/v2?x=1")
    options.headers = ["X-Trace: 1", "Cookie: sid=abc"]
    options.origin = "https://app.example.com"
    options.protocols = "v12.stomp, v11.stomp"
    options.trust = .nobody
    options.proxy = "http://p:3128"
    #expect(pasted.options == options)
    #expect(pasted.leftOut == ["--limit-rate"])
  }

  @Test func `user and password become a header, a variable its value`() throws {
    #expect(try paste("curl -u me:pw ws://h/").options.headers == ["Authorization: Basic bWU6cHc="])
    let fault = #expect(throws: RefusedField.self) {
      try paste("curl -H \"Authorization: Bearer $NO_SUCH_VARIABLE_HERE\" ws://h/")
    }
    #expect(fault?.words == "$NO_SUCH_VARIABLE_HERE of the command is not in the environment")
  }

  @Test func `what is no command says why`() {
    let fault = #expect(throws: RefusedField.self) { try paste("curl -H 'X: y") }
    #expect(fault?.words == "a quote is open at line 1, column 9")
  }
}
