/// What a server does with a request.
public enum Route {
  /// Answers 101, with a subprotocol that the client offered or none.
  case accept(any ConnectionHandler, subprotocol: String? = nil)
  /// Answers with a plain-text page and closes.
  case refuse(status: Int, reason: String, body: String)
}
