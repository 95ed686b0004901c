print("wsglass")
