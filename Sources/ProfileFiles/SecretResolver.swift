import CLinux
public import FrameLog
import Glibc
public import Profiles

/// Why a reference gives nothing. What it would have given is never in it.
public struct SecretError: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case notSet
    case empty
    case file(ProfileFileError)
    /// A program that is not there, or can't be started: `errno`.
    case notStarted(Int32)
    /// The status, and the first line that it wrote to standard error.
    case failed(status: Int32, said: String)
    case signalled(Int32, said: String)
    case tooSlow(seconds: Int)
    case tooLong(limit: Int)
    /// Nobody is there to be asked, or nothing was typed.
    case notAnswered
  }

  public var reference: SecretReference
  public var kind: Kind
}

/// Gets what references name: variables, files, what programs print.
public struct SecretResolver: Sendable {
  /// 5 s for a program.
  public static let standardPatience: UInt64 = 5_000_000_000

  private let folder: String
  private let home: String
  private let environment: [String]
  private let patience: UInt64
  private let files: FileOperations

  /// `folder` is where relative files are: that of the profile. `environment` is "NAME=value" of each variable.
  public init(
    folder: String, home: String, environment: [String] = SecretResolver.ofProcess(),
    patience: UInt64 = SecretResolver.standardPatience, files: FileOperations = FileOperations()
  ) {
    self.folder = folder
    self.home = home
    self.environment = environment
    self.patience = patience
    self.files = files
  }

  /// The environment of the process.
  public static func ofProcess() -> [String] {
    var found: [String] = []
    guard var entry = wsglass_environment() else { return [] }
    while let text = entry.pointee {
      found.append(String(cString: text))
      entry += 1
    }
    return found
  }

  /// All but what has to be asked for, which the caller does. It may take as long as programs take.
  public func resolve(_ references: [SecretReference], into secrets: inout ProfileSecrets) throws(SecretError)
  {
    for reference in references where secrets[reference] == nil {
      if case .ask = reference { continue }
      secrets[reference] = try value(of: reference, beside: references)
    }
  }

  private func value(
    of reference: SecretReference, beside others: [SecretReference]
  ) throws(SecretError) -> [UInt8] {
    let bytes: [UInt8]
    switch reference {
    case .env(let name):
      guard let value = variable(name) else { throw SecretError(reference: reference, kind: .notSet) }
      bytes = value
    case .file(let path):
      do throws(ProfileFileError) {
        bytes = Self.withoutLineEnd(
          try PrivateFile.read(
            place(of: path), limit: ProfileFolder.longestSecret, follows: true, files))
      } catch {
        throw SecretError(reference: reference, kind: .file(error))
      }
    case .cmd(let argv): bytes = Self.withoutLineEnd(try run(argv, for: reference, beside: others))
    case .ask: throw SecretError(reference: reference, kind: .notAnswered)
    }
    guard !bytes.isEmpty else { throw SecretError(reference: reference, kind: .empty) }
    return bytes
  }

  private func variable(_ name: String) -> [UInt8]? {
    let prefix = Array("\(name)=".utf8)
    return environment.lazy.map { Array($0.utf8) }.first { $0.starts(with: prefix) }.map {
      Array($0.dropFirst(prefix.count))
    }
  }

  /// `/a`, `~/a` and `a`.
  private func place(of path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/") { return "\(home)/\(path.dropFirst(2))" }
    return "\(folder)/\(path)"
  }

  /// One at its end, as editors and programs put it there.
  private static func withoutLineEnd(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.last == 0x0A else { return bytes }
    return bytes.dropLast().last == 0x0D ? Array(bytes.dropLast(2)) : Array(bytes.dropLast())
  }

  /// The program gets none of the variables that are secrets of the same profile.
  private func run(
    _ argv: [String], for reference: SecretReference, beside others: [SecretReference]
  ) throws(SecretError) -> [UInt8] {
    let secret = others.compactMap { if case .env(let name) = $0 { "\(name)=" } else { nil } }
    let variables = environment.filter { entry in !secret.contains { entry.hasPrefix($0) } }
    let command = ChildCommand(
      argv: argv, environment: variables, patience: patience, limit: ProfileFolder.longestSecret)
    do throws(ChildCommand.Fault) {
      return try command.run()
    } catch {
      let kind: SecretError.Kind =
        switch error {
        case .notStarted(let reason), .noPipe(let reason): .notStarted(reason)
        case .failed(let status, let said): .failed(status: status, said: said)
        case .signalled(let signal, let said): .signalled(signal, said: said)
        case .tooSlow: .tooSlow(seconds: Int(patience / 1_000_000_000))
        case .tooLong: .tooLong(limit: ProfileFolder.longestSecret)
        }
      throw SecretError(reference: reference, kind: kind)
    }
  }
}
