import Canvas
import FrameFilter
import FrameLog
import Testing

@testable import InspectorModel

private func search(_ fixture: inout Fixture, _ text: String) {
  fixture.press(Key("/"))
  fixture.type(text)
  fixture.press(Key(.enter))
}

@Test func `a near hit is there before the scan says anything`() {
  var fixture = Fixture(frames: 100)
  fixture.holdsScans = true
  search(&fixture, "frame 3")
  #expect(fixture.tab.view.cursor == RowID(39))
  #expect(fixture.model.hitCount == nil)
  fixture.runScans()
  #expect(fixture.model.hitCount == HitCount(count: 11, isMore: false, ordinal: 11))
  fixture.press(Key("N"))
  #expect(fixture.model.hitCount?.words == "11 hits, 10th")
}

@Test func `a far hit is gone to when the scan finds it`() {
  var fixture = Fixture(frames: 9000)
  fixture.holdsScans = true
  fixture.press(Key("g"))
  search(&fixture, "frame 8999")
  #expect(fixture.tab.view.cursor == RowID(1))
  fixture.runScans()
  #expect(fixture.tab.view.cursor == RowID(8999))
  #expect(fixture.model.jobs.isEmpty)
}

@Test func `n works on what is found while the scan runs, and Ctrl-C stops it`() {
  var fixture = Fixture(frames: 9000)
  fixture.holdsScans = true
  fixture.press(Key("g"))
  search(&fixture, "frame 8999")
  let effects = fixture.press(Key("c", .control))
  #expect(effects.first == .scan(fixture.tab.id, .search, nil))
  #expect(fixture.model.notice?.text == "search stopped: 0 hits so far")
  fixture.runScans()
  #expect(fixture.tab.view.cursor == RowID(1))
  // At rest it means the program again.
  #expect(fixture.press(Key("c", .control)) == [.startTimer(.notice, milliseconds: 4000)])
}

@Test func `a search looks through shown rows only`() {
  var fixture = Fixture(frames: 60)
  fixture.press(Key("f"))
  fixture.type("#20-40")
  fixture.press(Key(.enter), Key("g"))
  search(&fixture, "frame 3")
  #expect(fixture.tab.view.cursor == RowID(30))
  #expect(fixture.model.hitCount == HitCount(count: 10, isMore: false, ordinal: 1))
  fixture.press(Key("N"))
  #expect(fixture.model.notice?.text == "no hit further up; n searches down")
  #expect(fixture.tab.view.cursor == RowID(30))
}

@Test func `a regular expression by re: or Alt-R, with its error where it is`() {
  var fixture = Fixture(frames: 60)
  fixture.press(Key("g"))
  search(&fixture, "re:frame [45]5")
  #expect(fixture.tab.view.cursor == RowID(45))
  fixture.press(Key("/"), Key("r", .alt))
  fixture.type("[")
  guard case .prompt(let prompt)? = fixture.model.overlay else {
    Issue.record("no field")
    return
  }
  #expect(prompt.error != nil)
  fixture.press(Key(.enter))
  #expect(fixture.model.keyContext == .searchPrompt)
  fixture.type("5]5")
  fixture.press(Key(.enter))
  #expect(fixture.tab.view.cursor == RowID(55))
}

@Test func `the star searches the row's payload, and the detail's value`() {
  var fixture = Fixture()
  fixture.receive(#"{"id":"a81f","x":1}"#)
  fixture.receive("other")
  fixture.receive(#"{"about":"a81f"}"#)
  fixture.receive("other")
  fixture.press(Key("g"), Key("j"), Key("*"))
  #expect(fixture.tab.view.cursor == RowID(4))
  fixture.press(Key("g"), Key(.enter), Key("j"), Key("*"))
  #expect(fixture.model.search?.pattern.text == "a81f")
  #expect(fixture.tab.view.cursor == RowID(3))
}

@Test func `a search of another tab starts anew there`() {
  var fixture = Fixture(frames: 10)
  search(&fixture, "frame 3")
  fixture.take(.captureOpened(title: "old", details: "", fixture.log.reader))
  let effects = fixture.press(Key("n"))
  #expect(effects.contains(.scan(fixture.tab.id, .search, fixture.model.search.map { .pattern($0.pattern) })))
  #expect(fixture.model.search?.tab == fixture.tab.id)
}

@Test func `a running job has its line, and less of it where there is no room`() {
  var job = Job(.scan(.search), tab: TabID(rawValue: 1))
  job.done = 412_000
  job.total = 1_000_000
  job.hits = 88
  #expect(job.words(room: 80) == "Searching 412k/1.0M  41%  88 hits  ^C stop")
  #expect(job.words(room: 36) == "Searching 41%  88 hits  ^C stop")
  #expect(job.words(room: 14) == "41%  ^C stop")
  #expect(job.words(room: 3) == "41%")
}

@Test func `a job that takes a second more says how long, and only the newest that Ctrl-C stops it`() {
  var job = Job(.export, tab: TabID(rawValue: 1))
  job.done = 250_000
  job.total = 1_000_000
  job.elapsed = 1_200_000_000
  #expect(job.words(room: 80) == "Exporting 250k/1.0M  25%  208k/s  ETA 3.6 s  ^C stop")
  #expect(job.words(room: 80, isNewest: false) == "Exporting 250k/1.0M  25%  208k/s  ETA 3.6 s")
  #expect(job.words(room: 40) == "Exporting 25%  208k/s  ^C stop")
  job.done = 990_000
  #expect(job.words(room: 80) == "Exporting 990k/1.0M  99%  825k/s  ^C stop")
  job.done = 0
  #expect(job.words(room: 80) == "Exporting 0/1.0M  0%  0/s  ^C stop")
}

@Test func `a scan is told of after 200 ms, not before`() {
  var fixture = Fixture(frames: 9000)
  fixture.holdsScans = true
  fixture.press(Key("g"))
  search(&fixture, "nowhere")
  guard let pattern = fixture.model.search?.pattern else {
    Issue.record("no search")
    return
  }
  func moved(_ milliseconds: UInt64) {
    let progress = ScanProgress(
      subject: .pattern(pattern), matches: MatchSet(), end: 9001, isDone: false,
      elapsed: milliseconds * 1_000_000)
    fixture.take(.scanMoved(fixture.tab.id, .search, progress))
  }
  moved(150)
  #expect(fixture.model.shownJob == nil)
  moved(200)
  #expect(fixture.model.shownJob?.words(room: 80) == "Searching 0/9.0k  0%  0 hits  ^C stop")
}

@Test func `ordinals are written as people say them`() {
  #expect(
    [1, 2, 3, 4, 11, 12, 13, 21, 112].map(Figures.ordinal) == [
      "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ])
}
