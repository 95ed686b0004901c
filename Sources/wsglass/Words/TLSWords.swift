import Glibc
import Transport

/// A TLS failure in words: what, why, and what to try.
struct TLSWords {
  var what: String
  var why: [String] = []
  var advice: [String] = []

  init(_ error: TLSError) {
    switch error {
    case .expired(let facts, let now):
      what = "the certificate expired on \(Day.text(facts.notAfter)) (\(Day.ago(facts.notAfter, now)))"
      why = TLSWords.chain(facts) + ["this machine's clock says \(Day.text(now))"]
      advice = ["check this machine's clock", "renew the certificate on the server"]
    case .notYetValid(let facts, let now):
      what = "the certificate is not valid before \(Day.text(facts.notBefore))"
      why = TLSWords.chain(facts) + ["this machine's clock says \(Day.text(now))"]
      advice = ["check this machine's clock"]
    case .selfSigned(let facts):
      what = "the certificate is self-signed, and not trusted here"
      why = TLSWords.chain(facts)
      advice = ["--cacert FILE with this certificate", "-k to go on without verification"]
    case .unknownIssuer(let issuer, let facts):
      what = "the certificate's issuer is not known here: \(issuer)"
      why = TLSWords.chain(facts)
      advice = ["--cacert FILE with the CA's certificate", "-k to go on without verification"]
    case .wrongHost(let asked, let facts):
      what = "the certificate is not for \(asked)"
      let names = facts.names.prefix(8).joined(separator: ", ")
      why = ["it names: \(names.isEmpty ? "nothing" : names)"] + TLSWords.chain(facts)
      advice = ["check the address", "-k to go on without verification"]
    case .revoked(let facts):
      what = "the certificate was revoked"
      why = TLSWords.chain(facts)
    case .revocationList(let fault, let facts):
      what = "the revocation list can't tell about the certificate: \(TLSWords.describe(fault))"
      why = TLSWords.chain(facts)
      advice = ["--crlfile FILE with a current list of this issuer"]
    case .staple(let fault, let facts):
      what = "the certificate can't be shown to be unrevoked: \(TLSWords.describe(fault))"
      why = TLSWords.chain(facts)
      advice = ["OCSP stapling on the server", "-k to go on without verification"]
    case .weak(let facts):
      what = "the certificate's key or signature is too weak"
      why = TLSWords.chain(facts) + ["RSA below 2048 bits, SHA-1 or MD5"]
      advice = ["a new certificate on the server"]
    case .badCertificate(let code, let text, let facts):
      what = "the certificate was refused: \(text)"
      why = ["X509 verification error \(code)"] + (facts.map(TLSWords.chain) ?? [])
    case .alert(let code, let name):
      what = "the server refused TLS with the alert \(name)"
      why = ["alert \(code)"]
      advice = ["a client certificate (--cert, --key), if the server asks for one"]
    case .notTLS:
      what = "the server does not speak TLS on this port"
      advice = ["ws:// instead of wss://, or another port"]
    case .noSharedVersion:
      what = "no TLS version or cipher in common"
      why = ["TLS 1.2 and later are spoken here, with --tlsv1.3 only 1.3"]
    case .protocolNotOffered(let name):
      what = "the server chose the protocol \(name), which was not offered"
    case .closedEarly:
      what = "the server closed during the TLS handshake"
    case .badServerName(let name):
      what = "a certificate can't be checked against the name \(name)"
      advice = ["check the host in the address"]
    case .file(let path, let fault):
      what = "can't use \(path)"
      why = [TLSWords.describe(fault)]
    case .other(let code, let text):
      what = text
      why = ["OpenSSL error \(code)"]
    }
  }

  private static func chain(_ facts: CertificateFacts) -> [String] {
    ["subject: \(facts.subject)", "issuer: \(facts.issuer)"]
  }

  private static func describe(_ fault: TLSError.FileFault) -> String {
    switch fault {
    case .unreadable(let text): text
    case .noCertificate: "it holds no PEM certificate"
    case .keyDoesNotMatch: "the key does not belong to the certificate"
    case .noKey: "it holds no PEM private key"
    case .passphraseMissing: "the key is encrypted, and no passphrase was given"
    case .passphraseWrong: "the passphrase does not open the key"
    case .noRevocationList: "it holds no PEM revocation list"
    }
  }

  private static func describe(_ fault: TLSError.ListFault) -> String {
    switch fault {
    case .missing: "it holds none of the issuer"
    case .outdated: "it is out of date"
    case .notTrusted: "it is not signed by the issuer"
    }
  }

  private static func describe(_ fault: TLSError.StapleFault) -> String {
    switch fault {
    case .missing: "it must come with an OCSP response, and none came"
    case .unusable: "the OCSP response that came with it can't be used"
    case .notTrusted: "the OCSP response is not signed by the issuer"
    case .unknownCertificate: "the OCSP response does not know this certificate"
    case .outdated: "the OCSP response is out of date"
    }
  }
}

/// Dates of certificates.
enum Day {
  static func text(_ seconds: Int64) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    let month = parts.tm_mon + 1
    return
      "\(parts.tm_year + 1900)-\(month < 10 ? "0" : "")\(month)-\(parts.tm_mday < 10 ? "0" : "")\(parts.tm_mday)"
  }

  static func ago(_ seconds: Int64, _ now: Int64) -> String {
    let days = (now - seconds) / 86_400
    return days < 1 ? "today" : days == 1 ? "1 day ago" : "\(days) days ago"
  }
}
