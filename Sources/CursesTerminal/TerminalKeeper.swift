internal import CNcurses
internal import Glibc

/// The small process that the shell waits for. The program is its child: however that ends, also by a kill that no handler
/// sees, the terminal is given back before the shell writes its prompt.
///
/// It has no thread but its first, and does nothing but pass on what it is told: signals to the child, the child's stops and
/// its end to the shell.
enum TerminalKeeper {
  /// 20 ms: the shell continues the whole job at once, and the kernel tells of it.
  private static let continueDelay: UInt32 = 20_000
  /// 1 s for a terminal that takes nothing more.
  private static let writeDelay: Int32 = 1000

  /// Returns in the child. Before the first thread starts; where no process can be made, the program goes on alone.
  static func part() {
    waitForForeground()
    guard CrashRestore.prepare() else { return }
    // Who ignores it has children that nobody can wait for.
    signal(SIGCHLD, SIG_DFL)
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    sigprocmask(SIG_SETMASK, &all, &before)
    let child = wsglass_part("terminal-guard")
    guard child > 0 else {
      sigprocmask(SIG_SETMASK, &before, nil)
      return
    }
    var keeper = Keeper(child: child, all: all)
    while true { keeper.takeSignal() }
  }

  /// A job that was started with `&` stops here until the shell hands the terminal over: to wait for the terminal's output is
  /// nothing that the kernel lets a background job do (SIGTTOU).
  private static func waitForForeground() {
    guard tcgetpgrp(STDIN_FILENO) != getpgrp() else { return }
    while tcdrain(STDIN_FILENO) != 0, errno == EINTR {}
  }

  private struct Keeper {
    let child: pid_t
    var all: sigset_t
    var isStopped = false

    mutating func takeSignal() {
      var facts = siginfo_t()
      let signal = sigwaitinfo(&all, &facts)
      switch signal {
      case ..<1, SIGWINCH, SIGURG: break
      case SIGCHLD: hear()
      case SIGCONT: passOnContinue()
      default:
        // What the kernel sends goes to the whole job, and what the child sends it has already.
        let isMeant = facts.si_code <= 0 && facts._sifields._kill.si_pid != child
        if isMeant { kill(child, signal) }
      }
    }

    /// The shell continues the job as a whole; whoever continues this process alone means the child too.
    private mutating func passOnContinue() {
      guard isStopped else { return }
      usleep(continueDelay)
      hear()
      if isStopped { kill(child, SIGCONT) }
    }

    /// What became of the child. Others are of a container whose first process this is.
    private mutating func hear() {
      var status: Int32 = 0
      while true {
        let process = waitpid(-1, &status, WNOHANG | WUNTRACED | WCONTINUED)
        guard process > 0 else { return }
        guard process == child else { continue }
        if status == 0xFFFF {
          isStopped = false
        } else if status & 0xFF == 0x7F {
          isStopped = true
          suffer(status >> 8 & 0xFF)
        } else {
          end(status)
        }
      }
    }

    /// Stops as the child did, so that the shell sees it; returns when the job goes on.
    private mutating func suffer(_ signal: Int32) {
      Glibc.signal(signal, SIG_DFL)
      var one = sigset_t()
      sigemptyset(&one)
      sigaddset(&one, signal)
      kill(getpid(), signal)
      sigprocmask(SIG_UNBLOCK, &one, nil)
      sigprocmask(SIG_SETMASK, &all, nil)
    }

    private mutating func end(_ status: Int32) -> Never {
      CrashRestore.giveBack(within: writeDelay)
      let signal = status & 0x7F
      guard signal != 0 else { _exit(status >> 8 & 0xFF) }
      // The child's core is the one to look into.
      var none = rlimit(rlim_cur: 0, rlim_max: 0)
      setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
      suffer(signal)
      // A container's first process does not die of signals.
      _exit(128 + signal)
    }
  }
}
