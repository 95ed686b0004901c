public import Canvas
public import FrameFilter
public import FrameLog
public import Secrets

extension InspectorModel {
  /// What has happened; the only way in.
  public enum Message: Sendable {
    case input(InputEvent)
    /// An address to connect to came from the command line or the demo: opens a tab. `title` names it, else the host does.
    case addressGiven(String, title: String?)
    /// The tab's log can be read from now on.
    case logReady(TabID, LogReader)
    /// What is to be hidden of a tab, before anything of it is shown.
    case secretsKnown(TabID, SecretMask)
    case tabChanged(TabID, TabStatus)
    case logGrew(TabID)
    /// A composed message could not be sent after all: the draft comes back, with the reason in words.
    case sendFailed(TabID, ComposePayload, words: String)
    /// What to tell the user: the demo could not start, what became of a copy.
    case notice(Notice.Kind, String)
    /// What is amiss at the start, in the files of the user.
    case warnings([String])
    /// Tabs of the last run, which did not come to its end.
    case tabsLeft([LeftTab])
    /// The program was stopped for so many nanoseconds, and so many records came in the meantime.
    case suspended(UInt64, records: Int)
    case timerFired(TimerID)
    /// News of a scan; at most every 50 ms, and when it has come to the end.
    case scanMoved(TabID, ScanPurpose, ScanProgress)
    case exportMoved(TabID, ExportProgress)
    case exportEnded(TabID, ExportOrder, ExportResult)
    /// The answer to `Effect.listCaptures`, newest first.
    case captures([CaptureSummary])
    /// News of a script that is played in the tab.
    case replayMoved(TabID, ReplayState)
    /// The answer to `Effect.listThemes`, and the name of the one that is on.
    case themes([ThemeSummary], current: String)
    /// The answer to `listSnippets`.
    case snippets([DraftChoice], wanted: String)
    /// The answer to `readFile`.
    case fileRead(TabID, path: String, FileContent)
    /// The answer to `listPaths`: what begins like this, in order; folders end with "/".
    case pathsFound(String, [String])
    /// The user's editor is done with the draft of this tab.
    case draftEdited(TabID, text: String)
    /// With what a tab was opened, where it was not the dialog.
    case optionsKnown(TabID, ConnectOptions)
    /// The answers to `checkOptions`.
    case optionsAccepted(ConnectOptions, tab: TabID?)
    case optionsRefused(ConnectDialog.Field, words: String)
    /// The answer to `readCurl`, and what of the command has no place in the dialog.
    case curlRead(ConnectOptions, leftOut: [String])
    /// The answer to `Effect.nameThemes`.
    case themeNames([String])
    /// What was entered in earlier runs, oldest first.
    case history([HistoryEntry])
    /// The user's editor is done with a payload of this tab.
    case edited(TabID, [UInt8])
    /// The answer to `listProfiles`, and the time: nanoseconds since 1970.
    case profiles([ProfileSummary], now: Int64)
    /// A profile with its secrets: opens a tab. `variables` are for drafts.
    case profileGiven(address: String, ProfileMark, variables: [String: String], activates: Bool)
    /// A profile wants a secret that only the user knows; answer with `answerProfile`.
    case profileAsks(question: String)
    /// The answer to `dialogForProfile`.
    case profileToEdit(ConnectOptions, ProfileMark, SecretMask = SecretMask())
    /// The answer to `saveProfile`: one of that name is there.
    case profileExists(TabID, name: String)
    /// The answer to `saveOptions`: one of that name is there.
    case optionsExist
    /// A capture that is only read: opens a tab. `details` go where a connection has its address.
    case captureOpened(title: String, details: String, LogReader, SecretMask = SecretMask())
  }

  /// What is to be done; the runtime does it, in order, tab by tab.
  public enum Effect: Sendable, Equatable {
    case connect(TabID, url: String)
    case send(TabID, ComposePayload)
    /// Connects again with the tab's own options, into the same log.
    case reconnect(TabID)
    /// Starts the close handshake; a second order for the same tab cuts the connection.
    case disconnect(TabID, code: UInt16, reason: String)
    /// Frees the connection and its log.
    case closeTab(TabID)
    /// Frees what the log holds; its numbers go on.
    case clearLog(TabID)
    case openDemo
    case setMouse(Bool)
    /// By file name; goes on until the next one.
    case setTheme(String)
    /// Makes it the one that the next start wears; the one that is on, for an empty name.
    case saveTheme(String)
    /// Draws with it for the time being.
    case previewTheme(String)
    /// Draws with the one that was set last.
    case endThemePreview
    /// Send `themes`.
    case listThemes
    /// Send `themeNames`: a name is being completed.
    case nameThemes
    /// Keep how the screen is arranged for later runs.
    case keepLayout(ScreenLayout)
    /// Forget what was kept of it, and the theme too.
    case resetLayout
    /// Keep a line for later runs.
    case remember(HistoryEntry)
    case suspend
    case redraw
    case quit
    /// Bytes for the clipboard, and what they are in words: "142 B payload of #3397".
    case copy([UInt8], description: String)
    /// Records of a tab for the clipboard, as an export in JSON Lines has them.
    case copyRecords(TabID, [Int], description: String)
    /// Shows lines in the user's pager.
    case page([String])
    /// Lets the user's editor change bytes; send `edited` with what came of it.
    case edit(TabID, [UInt8], suffix: String)
    /// Shows lines outside of the screen until a key, for the terminal's own selection.
    case showBare([String])
    /// Send `timerFired` once, after so many milliseconds; the same id again replaces the running timer.
    case startTimer(TimerID, milliseconds: Int)
    /// Looks through the tab's log from its start, and goes on as frames arrive, in place of what was looked for
    /// before; nil ends that. A scan that runs for another purpose with the same subject is taken over.
    case scan(TabID, ScanPurpose, FrameScan.Subject?)
    case export(TabID, ExportOrder)
    /// Ends the tab's export; nothing is left of its file.
    case cancelExport(TabID)
    /// Plays the script to the tab's connection; send `replayMoved`, or a notice.
    case replay(TabID, file: String)
    case steerReplay(TabID, ReplayOrder)
    /// Makes a script of these rows; send a notice.
    case writeScript(TabID, ExportOrder.Rows, file: String)
    /// Send `captures`.
    case listCaptures
    /// Send `profiles`.
    case listProfiles
    /// Send `profileGiven` for each, or a notice; `profileAsks` before, where that is needed.
    case openProfiles([ProfileChoice])
    /// Send `profileToEdit`, or a notice.
    case dialogForProfile(ProfileChoice)
    /// What was typed for `profileAsks`; nil: nothing.
    case answerProfile(String?)
    /// Gives the terminal to the user's editor, then `profiles`.
    case editProfile(String)
    /// The same with a new file.
    case newProfile(String)
    case duplicateProfile(String, as: String)
    case deleteProfile(String)
    /// How this tab connects, as a profile; send `profileExists`, or a notice.
    case saveProfile(TabID, name: String, overwrites: Bool)
    /// What the connect dialog says, as a profile; send `optionsExist`, `optionsRefused` or a notice.
    case saveOptions(ConnectOptions, tab: TabID?, name: String, overwrites: Bool)
    /// Send `captureOpened`, or a notice.
    case openCapture(CaptureSummary)
    /// Send `snippets`, all of them.
    case listSnippets(wanted: String)
    case saveSnippet(DraftChoice)
    /// Send `fileRead`.
    case readFile(TabID, path: String)
    /// Send `pathsFound`: a "~" at the front is the user's folder.
    case listPaths(String)
    /// Gives the terminal to the user's editor; send `draftEdited`, or a notice.
    case editDraft(TabID, text: String)
    /// Send `optionsAccepted` or `optionsRefused`: what only the outside can tell, as whether a file is there.
    case checkOptions(ConnectOptions, tab: TabID?)
    /// Send `curlRead` or `optionsRefused`.
    case readCurl(String)
    /// Connects with these options; a connection that the tab has is closed first, its log goes on.
    case connectWith(TabID, ConnectOptions)
  }

  public enum TimerID: Hashable, Sendable {
    case notice
    /// The next step of counting what a log holds.
    case figures
  }
}
