/// Why the kernel refused a loop something. Each holds the `errno`; the caller frees descriptors or gives up.
public enum LoopError: Error, Hashable, Sendable {
  /// No epoll descriptor or eventfd: mostly EMFILE, ENFILE.
  case cannotOpen(Int32)
  case cannotStartThread(Int32)
  /// EPERM: not a descriptor that epoll can watch (a regular file). ENOSPC: the user's watch limit.
  case cannotWatch(Int32)
}
