import Glibc
import Transport

/// Certificates (P-256) that were made with the openssl command, and the root that has signed them.
///
/// On disk, because that is where TLS settings name their files; gone with the last reference.
final class Certificates: Sendable {
  /// For localhost, example.com and 127.0.0.1.
  let good: TLSServerSettings
  let expired: TLSServerSettings
  /// For *.example.com.
  let wildcard: TLSServerSettings
  let rootFile: String
  private let directory: String

  init() {
    var template = Array("/tmp/wsglass-test-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil)
    let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for (name, text) in Self.files {
      let file = fopen("\(directory)/\(name).pem", "w")
      fputs(text, file)
      fclose(file)
    }
    func server(_ name: String) -> TLSServerSettings {
      TLSServerSettings(certificateFile: "\(directory)/\(name).pem", keyFile: "\(directory)/key.pem")
    }
    self.directory = directory
    rootFile = "\(directory)/root.pem"
    good = server("good")
    expired = server("expired")
    wildcard = server("wildcard")
  }

  deinit {
    for (name, _) in Self.files { unlink("\(directory)/\(name).pem") }
    rmdir(directory)
  }

  private static let files = [
    ("root", root), ("key", key), ("good", good), ("expired", expired), ("wildcard", wildcard),
  ]

  /// Signs the others; its key was thrown away.
  private static let root = """
    -----BEGIN CERTIFICATE-----
    MIIBnjCCAUWgAwIBAgIUaQOZnLDqvg952b0TT/nHzXUhII8wCgYIKoZIzj0EAwIw
    HDEaMBgGA1UEAwwRd3NnbGFzcyB0ZXN0IHJvb3QwIBcNMjYxMTIyMjMzOTIyWhgP
    MjEyNjEwMjkyMzM5MjJaMBwxGjAYBgNVBAMMEXdzZ2xhc3MgdGVzdCByb290MFkw
    EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEw2AeS8WHrEywmE0RzJmvoWv00BoHdBiZ
    lt5svHN7RUdVdZNyDLo7JaXs97tD8vg5ZZqYZOIMFxUe8s2qpEOzFqNjMGEwHQYD
    VR0OBBYEFFeOAAmXbuqA8R9wy7NkMiinuMcmMB8GA1UdIwQYMBaAFFeOAAmXbuqA
    8R9wy7NkMiinuMcmMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgEGMAoG
    CCqGSM49BAMCA0cAMEQCIH8gF7BZ/jzta2XSqGI2/qZRikH1nLGgGL0duZSxBoDz
    AiBY9raZHA2H+w/CN0+bnZR5YY19569W3txSY5T8PnH4+A==
    -----END CERTIFICATE-----

    """
  /// The key of every certificate below. For tests only, of no worth.
  private static let key = """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIKGmcKfe3vADxiMBwxiGms1FsFsRAD4ZcKWk1nCmlu2koAoGCCqGSM49
    AwEHoUQDQgAEUa4Xtv3zq6uB3cv8XHJjSvp+pGyWp+K9OF2QwGvHUqUXkuNsoztV
    rzMq3QZO11VezypD6fmh7pFhtQEaLkOTdQ==
    -----END EC PRIVATE KEY-----

    """
  /// DNS localhost, example.com; IP 127.0.0.1, ::1; 2024 to 2123.
  private static let good = """
    -----BEGIN CERTIFICATE-----
    MIIBpzCCAU2gAwIBAgICEAAwCgYIKoZIzj0EAwIwHDEaMBgGA1UEAwwRd3NnbGFz
    cyB0ZXN0IHJvb3QwIBcNMjQwMTAxMDAwMDAwWhgPMjEyMzAxMDEwMDAwMDBaMA8x
    DTALBgNVBAMMBGdvb2QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARRrhe2/fOr
    q4Hdy/xccmNK+n6kbJan4r04XZDAa8dSpReS42yjO1WvMyrdBk7XVV7PKkPp+aHu
    kWG1ARouQ5N1o4GJMIGGMAkGA1UdEwQCMAAwOQYDVR0RBDIwMIIJbG9jYWxob3N0
    ggtleGFtcGxlLmNvbYcEfwAAAYcQAAAAAAAAAAAAAAAAAAAAATAdBgNVHQ4EFgQU
    GpHRJr83bB9XAgZqYqSEHbfK7OswHwYDVR0jBBgwFoAUV44ACZdu6oDxH3DLs2Qy
    KKe4xyYwCgYIKoZIzj0EAwIDSAAwRQIgYfyL1V0BqEZTfwAsQKrrDIiozV/dU+u+
    5fwDKl3w8MQCIQD2LEX+i6uNsq2S9eXJ+pVHQE7mJajEDsZGfOFO8OtJzA==
    -----END CERTIFICATE-----

    """
  /// Ended in 2021.
  private static let expired = """
    -----BEGIN CERTIFICATE-----
    MIIBgTCCASegAwIBAgICEAAwCgYIKoZIzj0EAwIwHDEaMBgGA1UEAwwRd3NnbGFz
    cyB0ZXN0IHJvb3QwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjASMRAw
    DgYDVQQDDAdleHBpcmVkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUa4Xtv3z
    q6uB3cv8XHJjSvp+pGyWp+K9OF2QwGvHUqUXkuNsoztVrzMq3QZO11VezypD6fmh
    7pFhtQEaLkOTdaNjMGEwCQYDVR0TBAIwADAUBgNVHREEDTALgglsb2NhbGhvc3Qw
    HQYDVR0OBBYEFBqR0Sa/N2wfVwIGamKkhB23yuzrMB8GA1UdIwQYMBaAFFeOAAmX
    buqA8R9wy7NkMiinuMcmMAoGCCqGSM49BAMCA0gAMEUCIFkdZOVOKGsnc7khQvo3
    UPkZN2rSnodhuJTlJInclXepAiEAgltfoIqhCstjaUGfY7diYG6/cEmr1mTXJOQ0
    goHqf0U=
    -----END CERTIFICATE-----

    """
  /// DNS *.example.com
  private static let wildcard = """
    -----BEGIN CERTIFICATE-----
    MIIBiDCCAS6gAwIBAgICEAAwCgYIKoZIzj0EAwIwHDEaMBgGA1UEAwwRd3NnbGFz
    cyB0ZXN0IHJvb3QwIBcNMjQwMTAxMDAwMDAwWhgPMjEyMzAxMDEwMDAwMDBaMBMx
    ETAPBgNVBAMMCHdpbGRjYXJkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUa4X
    tv3zq6uB3cv8XHJjSvp+pGyWp+K9OF2QwGvHUqUXkuNsoztVrzMq3QZO11VezypD
    6fmh7pFhtQEaLkOTdaNnMGUwCQYDVR0TBAIwADAYBgNVHREEETAPgg0qLmV4YW1w
    bGUuY29tMB0GA1UdDgQWBBQakdEmvzdsH1cCBmpipIQdt8rs6zAfBgNVHSMEGDAW
    gBRXjgAJl27qgPEfcMuzZDIop7jHJjAKBggqhkjOPQQDAgNIADBFAiEAo6ckH7rk
    cV02G/INn4bQA98LK8esDxwkzACrzuQs9XgCIHQDFz+AlF0e6gGsuYY+LYXvOWA0
    ODiZqkA9BqFwV4uV
    -----END CERTIFICATE-----

    """
}
