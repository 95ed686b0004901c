import Testing

/// The rows of the catalogue of hostile servers, each input a case.
@Suite struct CatalogueTests {
  @Test(arguments: HandshakeCases.all) func `opening handshake`(_ hostile: HostileCase) async throws {
    Verdict.check(hostile, try await Stage.run(hostile))
  }

  @Test(arguments: FrameCases.all) func `frames and messages`(_ hostile: HostileCase) async throws {
    Verdict.check(hostile, try await Stage.run(hostile))
  }

  @Test(arguments: DeflateCases.all) func `permessage-deflate`(_ hostile: HostileCase) async throws {
    Verdict.check(hostile, try await Stage.run(hostile))
  }

  @Test(arguments: ProxyCases.all) func proxies(_ hostile: HostileCase) async throws {
    Verdict.check(hostile, try await Stage.run(hostile))
  }
}
