internal import Loop

/// Carries a talk with a proxy over a stream, until there is a tunnel or a refusal.
///
/// A class because the stream calls it. On the loop only. Its owner keeps the deadline.
final class ProxyExchange: ByteStreamDelegate {
  let stream: ByteStream
  private var talk: any ProxyTalk
  private var unsent: ArraySlice<UInt8> = []
  private var completion: ((Result<[UInt8], ProxyError>) -> Void)?

  init(_ talk: any ProxyTalk, over stream: ByteStream) {
    self.talk = talk
    self.stream = stream
  }

  /// `completion` is called once, unless `cancel` comes first: with what came after the proxy's last answer, or after
  /// the stream is closed with why.
  func start(_ completion: @escaping (Result<[UInt8], ProxyError>) -> Void) {
    self.completion = completion
    stream.delegate = self
    stream.isReadingEnabled = true
    send()
  }

  /// Closes the stream.
  func cancel() {
    completion = nil
    stream.close()
  }

  /// What to say when time is up.
  var pendingRefusal: ProxyError? { talk.pendingRefusal }

  func streamIsReadable() {
    guard completion != nil else { return }
    let buffer = stream.loop.readBuffer
    switch stream.read(into: buffer) {
    case .bytes(let count): receive(Array(buffer[..<count]))
    case .wouldBlock: break
    case .end: finish(.failure(talk.inputEnded(nil)))
    case .failed(let error): finish(.failure(talk.inputEnded(error)))
    }
  }

  func streamIsWritable() { send() }

  private func receive(_ bytes: [UInt8]) {
    do throws(ProxyError) {
      switch try talk.receive(bytes) {
      case .needsInput: send()
      case .tunnel(let consumed): finish(.success(Array(bytes[consumed...])))
      }
    } catch {
      finish(.failure(error))
    }
  }

  private func send() {
    unsent += talk.takeOutput()
    while !unsent.isEmpty {
      switch unsent.withUnsafeBytes({ stream.write($0) }) {
      case .wrote(let count): unsent = unsent.dropFirst(count)
      case .wouldBlock: return
      // What the proxy said before it closed is worth more than our failed write: it is read next.
      case .failed: return unsent = []
      }
    }
  }

  private func finish(_ result: Result<[UInt8], ProxyError>) {
    guard let completion else { return }
    self.completion = nil
    if case .failure = result { stream.close() }
    completion(result)
  }
}
