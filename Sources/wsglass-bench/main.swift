print("wsglass-bench")
