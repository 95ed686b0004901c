internal import Glibc

/// What the program does on the signals that ncurses takes for itself in `newterm`.
struct SignalHandlers {
  private static let taken = [SIGINT, SIGTERM, SIGTSTP, SIGWINCH]
  private let actions: [sigaction]

  init() {
    actions = Self.taken.map { signal in
      var action = Glibc.sigaction()
      sigaction(signal, nil, &action)
      return action
    }
  }

  func putBack() {
    for (signal, action) in zip(Self.taken, actions) {
      var action = action
      sigaction(signal, &action, nil)
    }
  }
}

/// Stopping as the shell expects it.
enum JobControl {
  /// Stops, and again where the job goes on in the background: there the terminal is not ours. False where the program is to
  /// end there. An orphaned job can't be stopped, and goes on.
  static func stopUntilForeground(_ terminal: Int32) -> Bool {
    for _ in 0..<3 {
      stop()
      if tcgetpgrp(terminal) == getpgrp() { return true }
      if isToEnd { return false }
    }
    return true
  }

  /// One of the signals that end the program has come, and waits because they are blocked.
  private static var isToEnd: Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return [SIGTERM, SIGHUP, SIGINT, SIGQUIT].contains { sigismember(&pending, $0) == 1 }
  }

  /// Stops every process of the job and returns when it goes on. An orphaned job is not stopped.
  private static func stop() {
    var stopSignal = sigset_t()
    sigemptyset(&stopSignal)
    sigaddset(&stopSignal, SIGTSTP)
    var mask = sigset_t()
    var action = Glibc.sigaction()
    var previous = Glibc.sigaction()
    action.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(SIGTSTP, &action, &previous)
    pthread_sigmask(SIG_UNBLOCK, &stopSignal, &mask)
    kill(0, SIGTSTP)
    pthread_sigmask(SIG_SETMASK, &mask, nil)
    sigaction(SIGTSTP, &previous, nil)
  }
}
