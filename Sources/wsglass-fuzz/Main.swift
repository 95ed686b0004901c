import Glibc

// wsglass-fuzz: what a peer can send, thrown at whatever reads it.
//
//     wsglass-fuzz FOLDER      plays the files of FOLDER/TARGET/ to each target, and says how many there were
//
// Built with -DFUZZING and --sanitize=fuzzer it is a libFuzzer driver for the target that WSGLASS_FUZZ_TARGET names, and
// takes libFuzzer's options and folders; see .ci/steps/fuzz. A broken invariant is a trap in both.

#if FUZZING
  /// What libFuzzer's own `main` calls.
  @_cdecl("LLVMFuzzerTestOneInput")
  public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ length: Int) -> Int32 {
    FuzzTarget.chosen.play(Array(UnsafeBufferPointer(start: bytes, count: length)))
    return 0
  }

  extension FuzzTarget {
    static let chosen: FuzzTarget = {
      guard let name = getenv("WSGLASS_FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name))
      else { preconditionFailure("WSGLASS_FUZZ_TARGET names no target") }
      return target
    }()
  }
#else
  @main
  enum Main {
    static func main() {
      guard CommandLine.arguments.count == 2 else {
        print("usage: wsglass-fuzz FOLDER, with a folder of files for each of", FuzzTarget.allCases)
        exit(2)
      }
      var names: [String] = []
      for target in FuzzTarget.allCases {
        let files = SeedFolder.files(in: CommandLine.arguments[1] + "/" + target.rawValue)
        guard !files.isEmpty else {
          print("\(target): no seeds")
          exit(1)
        }
        for file in files { target.play(file) }
        names.append("\(target) \(files.count)")
      }
      print(names.joined(separator: ", "))
      fflush(nil)
      _exit(0)
    }
  }
#endif
