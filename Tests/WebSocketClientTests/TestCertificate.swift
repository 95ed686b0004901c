import Glibc
import Transport

/// A certificate for localhost and 127.0.0.1, made with the openssl command, and the root that has signed it.
///
/// On disk, because that is where TLS settings name their files; gone with the last reference.
final class TestCertificate {
  static let root = """
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
  /// For tests only, of no worth.
  static let key = """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIKGmcKfe3vADxiMBwxiGms1FsFsRAD4ZcKWk1nCmlu2koAoGCCqGSM49
    AwEHoUQDQgAEUa4Xtv3zq6uB3cv8XHJjSvp+pGyWp+K9OF2QwGvHUqUXkuNsoztV
    rzMq3QZO11VezypD6fmh7pFhtQEaLkOTdQ==
    -----END EC PRIVATE KEY-----

    """
  /// DNS localhost, example.com; IP 127.0.0.1, ::1; 2024 to 2123.
  static let good = """
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

  let rootFile: String
  let certificateFile: String
  let keyFile: String
  private let directory: String

  init() {
    var template = Array("/tmp/wsglass-test-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil)
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    rootFile = "\(directory)/root.pem"
    certificateFile = "\(directory)/good.pem"
    keyFile = "\(directory)/key.pem"
    for (path, text) in [(rootFile, Self.root), (certificateFile, Self.good), (keyFile, Self.key)] {
      let file = fopen(path, "w")
      fputs(text, file)
      fclose(file)
    }
  }

  deinit {
    for path in [rootFile, certificateFile, keyFile] { unlink(path) }
    rmdir(directory)
  }

  var server: TLSServerSettings { TLSServerSettings(certificateFile: certificateFile, keyFile: keyFile) }
}
