#include "schemas/codes.h"

#include <algorithm>
#include <array>

namespace concordat::schemas {
namespace {

constexpr auto all_codes = std::to_array<CodeEntry>({
    // A message, in whatever form it is written.
    {"not-utf8", "message", "The text is not UTF-8.", "Save or export the document as UTF-8."},
    {"empty-file", "message", "There is nothing in it.", "Check that the export finished, and send it again."},
    {"too-large", "message", "The document, a list in it or the message has more than one message may have.", "Split it, or leave attachments out and say where they are held."},
    {"too-deep", "message", "The document is nested deeper than any real one.", "Export it again; if it is what the system writes, report it."},
    {"malformed", "message", "The bytes are not what their format says they are.", "Send it again with a current link; if it recurs, report it."},
    {"malformed-json", "message", "The text is not one well-formed JSON value, or says a key twice.", "Mend the line named."},
    {"wrong-type", "message", "A JSON value is of another type than its field.", "Write text in quotes, lists in [ ], structs in { }."},
    {"unknown-field", "message", "A field, key or path that this version's schema does not have.", "Mend its spelling (concordat schema fields lists all), or leave it out."},
    {"field-not-in-body", "message", "A field that a message of this type cannot carry.", "Send it in a message of a type that can, or leave it out."},
    {"missing-field", "message", "A value that every message must have is not there.", "Give it."},
    {"invalid-value", "message", "A value is not of its field's form.", "Write it as the problem says."},
    {"unknown-code", "message", "A code that is not in the closed list of its field.", "Use a listed code; an unknown one is never guessed."},
    {"not-canonical", "message", "A value in the sealed bytes is not in its one canonical form.", "Write values through a current link: it makes them canonical before it seals."},
    {"marking-too-high", "message", "The marking is above OFFICIAL; the message was refused unread.", "Send it by a channel cleared for that marking, never through here."},
    {"unsupported-version", "message", "A schema, wire or format version that is not known here.", "Update whichever side is older."},

    // A native document, read by an adapter.
    {"unknown-format", "adapter", "The document is none of the formats that this kind of adapter reads.", "Check that it was put into the right in-folder; the adapter's README lists the formats."},
    {"malformed-xml", "adapter", "The document is not well-formed XML.", "Export it again; the place is where reading stopped."},
    {"malformed-csv", "adapter", "A row of the CSV file cannot be read.", "Mend the line named: quotes must be closed and doubled inside."},
    {"not-a-referral", "adapter", "The document is of a known format but refers nobody.", "Send the document that carries the referral or the event."},
    {"missing-subject", "adapter", "The document names nobody whom it is about.", "Add the person in the source system, and export it again."},
    {"missing-column", "adapter", "The CSV file lacks a column that it must have.", "Add the column named in the first row."},
    {"invalid-nhs-number", "adapter", "An NHS number fails its check digit.", "Check it against the Personal Demographics Service, and correct it in the source system."},
    {"nothing-to-send", "adapter", "The document was read, and holds nothing that makes a message.", "Check that it is the document meant; nothing was sent."},
    {"ambiguous-case", "adapter", "What was put beside the document names a case in two ways that disagree.", "Name the case, or the message replied to, but not both."},
    {"unknown-disclosure", "adapter", "No such delivery came to this adapter.", "Check the disclosure's id (the out-folder names it)."},
    {"config-invalid", "adapter", "A setting of the configuration file is missing, unknown or no value.", "Mend the setting named; nothing was started."},
    {"disk-refused", "adapter", "The adapter's own disk refused to store; nothing was acknowledged.", "Free space or mend rights on its folder; it goes on by itself."},
    {"key-reused", "adapter", "An Idempotency-Key, or X-Request-Id, was used before for another document.", "Send each document under a key of its own; the first one's receipt stands."},
    {"not-known-here", "adapter", "The token or certificate is none that this adapter knows.", "Check the token, and that its SHA-256 stands in the adapter's tokens file."},
    {"not-there", "adapter", "There is nothing of that name here, or it is not yours to see.", "Check the link; GET /openapi.json lists what can be asked."},
    {"wrong-method", "adapter", "That path does not take this method.", "GET /openapi.json lists what can be asked."},
    {"wrong-content-type", "adapter", "The content type or encoding is none that this path takes.", "Send one of the types that GET /openapi.json lists, without an encoding."},
    {"length-required", "adapter", "The request does not say, in one Content-Length, how long its body is.", "Send the whole body with its length, not in chunks."},
    {"path-too-long", "adapter", "The path is longer than 1,024 bytes.", "Use a link as it was given."},
    {"body-broken-off", "adapter", "The body ended before the length that was said, or took too long.", "Send it again under the same Idempotency-Key; nothing was accepted."},
    {"too-many-waiting", "adapter", "As many long polls wait as this adapter serves.", "Try again after the seconds in Retry-After, with one poll for each system."},
    {"https-failed", "adapter", "The adapter met an error that should not be, and answered nothing else.", "Send it again under the same Idempotency-Key; if it recurs, report it."},

    // The broker, at admission or in deciding.
    {"unknown-sender", "broker", "The connection's key belongs to no agency in the directory.", "Ask the area's administrator to register the key."},
    {"sender-mismatch", "broker", "The envelope names another agency than the one whose key opened the connection.", "Send under the agency's own name, over its own connection."},
    {"unknown-key", "broker", "The seal was made with a key that the directory does not give to the sender. (In an agreement: a selector by what is no key of its list.)", "Register the signing key, or seal with a registered one. (In an agreement: use a key that docs/fields.md marks.)"},
    {"key-revoked", "broker", "The key has been revoked, or its time is over.", "Rotate to a current key."},
    {"bad-seal", "broker", "The seal does not verify over the message received.", "Send it again as sealed; if it recurs, report it as an incident."},
    {"stale", "broker", "The message is older than the freshness window, or dated in the future.", "Check the clock; send it as a new message with a new id."},
    {"conflict", "broker", "Another message with the same id was received before.", "Give a changed message a new id. (The same message again gets its first answer again.)"},
    {"rate-limited", "broker", "More messages than the sender's allowance in this time.", "Nothing to do: the link waits and sends it again."},
    {"unknown-recipient", "broker", "A recipient that is not in the directory, or not active.", "Mend the recipient's id (concordat status lists the agencies)."},
    {"no-pathway", "broker", "The message names no recipient and the agreement has no pathway for its type and purpose.", "Name the recipients, or have a pathway agreed."},
    {"ambiguous-recipient", "broker", "A kind in the pathway means more than one agency, or none, for the area.", "Name the recipient."},
    {"no-agreement", "broker", "No agreement in force covers the sender, recipient, type, purpose and area.", "Call the recipient if it is urgent; ask information governance for an agreement."},
    {"ambiguous-agreement", "broker", "More than one agreement in force covers the message.", "Name the agreement in the envelope."},
    {"agreement-lapsed", "broker", "The agreement's time is over; the message waits and is not released.", "Call the recipient if it is urgent; have the agreement renewed."},
    {"agreement-suspended", "broker", "A party has suspended the agreement; the message waits and is not released.", "Call the recipient if it is urgent; ask the suspending party."},
    {"nothing-released", "broker", "The agreement releases no field of this message to this recipient.", "Read the explanation; ask information governance if it should be otherwise."},
    {"stage-not-declared", "broker", "A Decision names a stage that its governing agreement does not have.", "Name a stage of the agreement, or leave it out."},
    {"stage-not-yours", "broker", "A Decision would move the case's stage, and its sender is not who the agreement says moves it.", "Leave the stage out, or have the party named send the Decision."},
    {"held-for-approval", "broker", "All that the agreement releases waits until a named person of the sending party lets it go.", "Have it released or refused; when its time is over it is escalated."},
    {"leak-guard", "broker", "A text seems to hold a value that the recipient does not get, and nobody has cleared it.", "Mend the text, or have a named person clear the passage, and send it again; or let it go."},
    {"incomplete", "broker", "A field that the agreement requires for this recipient is not in the message.", "Add the paths named, and send it as a new message."},
    {"expired", "broker", "The message was not delivered before its time was over.", "Call the recipient; send it again if it still matters."},
    {"dead-lettered", "broker", "Delivery was tried as often as it is, without success.", "See why in concordat queue list; then concordat queue retry."},
    {"log-unavailable", "broker", "The log cannot commit, so nothing is accepted and nothing leaves.", "Nothing to do for senders: the link keeps the message. Operators: see the log's own code."},
    {"busy", "broker", "More is waiting to be verified than the broker takes at once.", "Nothing to do: the link waits and sends it again."},
    {"say-hello", "broker", "The session must begin with hello; the broker has been started anew.", "Nothing to do: the link says hello and goes on."},
    {"starting", "broker", "The broker is starting: nothing is taken until as many links as limits.witnesses_at_start have borne its log out.", "Nothing to do: the link waits and sends it again. If no link can answer, an officer may say concordat audit proceed."},
    {"agreement-not-in-force", "broker", "A message waiting for delivery is under an agreement that is no longer in force; it stays.", "Call the recipient if it is urgent; have the agreement renewed or resumed."},
    {"agreement-gone", "broker", "The agreement under which a message waited for delivery was withdrawn or superseded; it is returned.", "Send it as a new message, under the agreement that stands now."},
    {"undelivered", "broker", "NOT DELIVERED: the recipient's system has not taken an urgent message in time; delivery goes on.", "Call the name and number given, now."},
    {"unacknowledged", "broker", "NOT DELIVERED: no person at the recipient's has said in time that they have an urgent message.", "Call the name and number given, now."},
    {"reason-missing", "broker", "A search or export was asked for without saying why.", "Give the reason; it is recorded with the access."},
    {"invalid-question", "broker", "A criterion of a search is unknown or malformed; the answer names it.", "Mend the criterion."},
    {"not-permitted", "broker", "The officer's role does not include this question; the answer is the same whatever there is to find.", "Ask an officer with the role igOfficer."},
    {"needs-decision", "broker", "What was found is of a person who is not to be told of it, so nothing is shown.", "Decide whether such entries are included or left out, and say why; it is recorded."},
    {"no-such-search", "broker", "The search has ended, or is another officer's.", "Ask again from the beginning."},
    {"too-many-records", "broker", "More annexes would be erased than one commit may.", "Erase by case, by day, or fewer records at a time."},
    {"erased", "broker", "An officer had the record erased before its message was delivered; it is not delivered.", "Ask information governance; send it again only if it may be."},
    {"unknown-question", "broker", "A question that the admin endpoint does not answer.", "Update whichever side is older."},
    {"hold-overdue", "broker", "Nobody has released or refused what is held, and the time for it is over; it stays held.", "A named person of the sending party releases or refuses it (concordat queue holds)."},
    {"hold-refused", "broker", "A named person of the sending party has decided that what was held does not leave.", "Nothing to do; send what may leave as a new message."},
    {"no-such-hold", "broker", "Nothing is held under that number, or nothing of that clause.", "See the numbers in concordat queue holds."},
    {"not-yours", "broker", "Only an officer of the sending agency decides what it holds.", "Ask an officer of the agency named."},
    {"no-such-review", "broker", "No emergency under that number waits for a review.", "See the numbers in concordat queue emergencies."},
    {"review-overdue", "broker", "No other officer has looked at the use of an emergency in 24 hours.", "Review it (concordat queue emergencies)."},
    {"same-officer", "broker", "Whoever declared the emergency cannot review it.", "Let another officer review it."},
    {"cosignature-broken", "broker", "An agency's cosignature does not fit any checkpoint that it was lately shown.", "If it recurs, compare that agency's checkpoint with ours (concordat audit compare)."},
    {"recall-unknown", "broker", "The sender disclosed no message of that id in that case, as far as the log knows.", "Check the message's id, and give the recall the same case."},
    {"recall-names-recipients", "broker", "A recall names recipients; it goes to all who had the message, as the log knows them.", "Name nobody."},
    {"recalled", "broker", "The message was recalled before this of it was delivered, so it was not.", "Nothing to do; send what may still leave as a new message."},
    {"no-such-recall", "broker", "No recall under that number, or none that waits for a decision.", "See the numbers in concordat audit recall list."},
    {"address-confidential", "broker", "An address that was disclosed when it was not confidential is confidential now; its recall is due.", "The sender's adapter makes the recall by itself; see that every recipient answers (concordat audit recall list)."},
    {"no-such-entry", "broker", "The log has no such entry, or no checkpoint of that size.", "Ask for one that it has."},
    {"no-such-parcel", "broker", "There is no parcel of that number to be tried again.", "See the numbers in concordat queue list."},
    {"invalid-directory", "broker", "The directory file cannot be read, or says what no directory may.", "Mend the place named, and have it signed again."},
    {"directory-unsigned", "broker", "The directory does not carry the signatures of enough pinned approvers.", "Have the missing approvers sign it."},
    {"directory-older", "broker", "The directory is older than the one in force.", "Give the newest one; a directory never goes back."},
    {"subject-key-unusable", "broker", "The folder of subject keys cannot be read, or a key cannot be made in it.", "Check the folder's permissions, or restore it: without the key nothing in the log is found by person."},
    {"log-seed-unwritable", "broker", "The seed of a changed log key cannot be written or put in its place.", "Check space and permissions beside log_seed; what is unfinished is finished at the next start."},
    {"cosigned-unusable", "broker", "What agencies cosigned cannot be read or written beside the log; it is held in memory alone.", "Check space and permissions of the data folder."},
    {"index-unwritable", "broker", "The search index cannot be written; searches stay exact, and grow slower.", "Check space and permissions of its folder; it is made anew from the log when it is removed."},

    // The recipient's link, which hands on nothing that it could not verify.
    {"bad-leaf", "link", "A delivered value is not among those that its sender sealed.", "Nothing was handed on. Report it as an incident."},
    {"seal-broken", "link", "A delivered value, or the seal over it, does not verify as the sender's own.", "Nothing was handed on. Report it as an incident."},
    {"receipt-broken", "link", "The receipt does not prove that the disclosure is in the log.", "Nothing was handed on. Report it as an incident."},
    {"checkpoint-inconsistent", "link", "The broker's log is not a continuation of the one seen before.", "Link and broker have stopped. Report it as an incident: the log may have been rewritten, cut short, or an older copy of it put back."},
    {"wrong-recipient", "link", "The delivery is for another agency than this one.", "Nothing was handed on. Report it as an incident."},
    {"unanswered", "link", "NOT DELIVERED: the broker has not answered for an urgent message in time; the link goes on sending it.", "Call the name and number given, now."},
    {"broker-silent", "link", "The broker has not been heard for longer than a heartbeat may take.", "Nothing to do: the link connects again. Operators: check address and broker."},
    {"wrong-protocol", "link", "The broker speaks another version of the wire format.", "Update whichever side is older."},
    {"malformed-frame", "link", "The broker sent what is no frame.", "Update whichever side is older; if it recurs, report it."},
    {"unexpected-frame", "link", "The broker sent a frame that has no place here.", "Update whichever side is older; if it recurs, report it."},
    {"unknown-message", "link", "The spool holds no such message.", "Check the message's id."},
    {"disclosure-mismatch", "link", "The receipt proves another disclosure than the one delivered.", "Nothing was handed on. Report it as an incident."},
    {"receipt-mismatch", "link", "The receipt's entry does not say what was delivered, by whom and to whom.", "Nothing was handed on. Report it as an incident."},
    {"not-cosigned", "link", "Too few other agencies have lately cosigned the log that the delivery comes from.", "Nothing was handed on; it comes again. If it lasts, ask another agency for its checkpoint and compare (concordat audit compare)."},
    {"out-of-step", "link", "The delivery's checkpoint is older than one that the link has accepted.", "The link asks for a newer one; if it recurs, report it."},
    {"receipt-malformed", "link", "The receipt does not decode.", "Nothing was handed on. Report it as an incident."},
    {"receipt-signature", "link", "The receipt's checkpoint is not signed by the log's key.", "Nothing was handed on. Report it as an incident."},
    {"receipt-entry", "link", "The receipt's entry does not decode, or is another one.", "Nothing was handed on. Report it as an incident."},
    {"receipt-not-included", "link", "The receipt's entry is not in the tree that its checkpoint signs.", "Nothing was handed on. Report it as an incident."},
    {"log-key-contradicted", "link", "The broker shows another change of the log's key than the one that was followed, or one that comes too late.", "The link has stopped. Report it as an incident: the old key may have been stolen."},
    {"log-rollback", "link", "The log is shorter than a checkpoint that was seen before.", "The link has stopped. Report it as an incident: the log may have been cut."},
    {"log-inconsistent", "link", "The log is not a continuation of the one seen before.", "The link has stopped. Report it as an incident: the log may have been rewritten."},

    // The log and who opens it.
    {"log-full", "log", "The disk or the log's reserved space is full.", "Free or add space; nothing is lost."},
    {"log-disk", "log", "The disk failed in reading or writing.", "Check the disk; the broker starts again without repair."},
    {"log-broken-chain", "log", "An entry is not the one that its successor, the tree or a checkpoint says it is.", "Stop, keep the files, and compare with a backup and with the agencies' checkpoints."},
    {"log-not-ours", "log", "The file is no log of this area.", "Check the data folder in the configuration."},
    {"log-in-use", "log", "Another broker has the log open.", "Stop the other one first."},
    {"log-locked", "log", "The log's folder cannot be locked.", "Check the rights on the data folder."},
    {"log-unencodable", "log", "An event is larger than an entry may be.", "Report it: a limit before the log should have refused it."},
    {"log-day-keys", "log", "The keys of the annexes cannot be read or stored.", "Check the key folder and its rights."},
    {"unreadable", "log", "The log cannot be read to its end.", "Check the copy; make another."},
    {"in-use", "log", "A broker is writing this log.", "Check a copy or an export of it."},
    {"not-ours", "log", "This is not a Concordat log.", "Check the path."},
    {"entry-gap", "log", "An entry is missing.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"entry-altered", "log", "The entry is not the one that was logged.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"entry-malformed", "log", "The entry does not decode.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"key-change-wrong", "log", "The log's key was changed otherwise than by the key before it.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"genesis-wrong", "log", "The log does not begin with this key's genesis.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"chain-broken", "log", "The next entry was logged after another one than this.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"node-wrong", "log", "A node of the Merkle tree was altered.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"checkpoint-signature", "log", "The checkpoint is not signed by the log's key.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"checkpoint-root", "log", "The checkpoint was signed over another history.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"checkpoint-missing", "log", "Entries follow the last checkpoint.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"annex-missing", "log", "The annex is gone, and no entry says that it was erased.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"annex-stray", "log", "There is an annex where none may be.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"annex-altered", "log", "The annex is not the one that was logged.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"row-stray", "log", "There is a row that no entry accounts for.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"rollback", "log", "The log is shorter than a checkpoint seen before.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},
    {"fork", "log", "The log is not a continuation of the checkpoint seen before.", "Keep the files as they are, and compare with a backup and with the agencies' checkpoints."},

    // An agreement's text.
    {"not-nfc", "agreement", "A string is not in Unicode's composed form.", "Save the text as NFC."},
    {"invisible-character", "agreement", "A bidirectional, zero-width or other invisible character.", "Delete it; an agreement reads as it looks."},
    {"bad-character", "agreement", "A character that the language does not have.", "Delete it, or put it into a quoted string."},
    {"unterminated-string", "agreement", "A string is not closed on its line.", "Close the quotes."},
    {"unexpected-word", "agreement", "A word stands where another was expected.", "Write what the diagnostic names."},
    {"reserved-word", "agreement", "A keyword is used as a name.", "Choose another name."},
    {"bad-number", "agreement", "A number is no whole number in its range.", "Write one that is."},
    {"bad-date", "agreement", "A date that does not exist, or is not written YYYY-MM-DD.", "Mend the date."},
    {"repeated-header", "agreement", "A header line stands twice.", "Keep one."},
    {"missing-header", "agreement", "A header line that every agreement must have is not there.", "Add it."},
    {"repeated-line", "agreement", "A line that a clause may have once stands twice.", "Keep one, or join them."},
    {"missing-line", "agreement", "A line that every clause or purpose must have is not there.", "Add it."},
    {"repeated-label", "agreement", "Two clauses have one label.", "Give each its own."},
    {"repeated-purpose", "agreement", "A purpose is defined twice.", "Keep one."},
    {"repeated-pathway", "agreement", "Two pathways are for the same type and purpose.", "Keep one."},
    {"repeated-key", "agreement", "A selector names a key twice.", "Keep one."},
    {"repeated-agreement", "agreement", "Two texts are the same version of one agreement.", "Keep one, or raise the version."},
    {"no-clause", "agreement", "The agreement has no clause.", "Add one."},
    {"no-effect", "agreement", "A clause has no line with an effect.", "Say what it shares, limits, withholds or conceals."},
    {"any-stands-alone", "agreement", "The word any stands in a list with others.", "Let it stand alone, or name all."},
    {"unknown-view", "agreement", "A view that there is not.", "Use one that docs/fields.md lists for the field."},
    {"unknown-party", "agreement", "A party that is not among the agreement's parties.", "Add it to parties, or mend its spelling."},
    {"unknown-purpose", "agreement", "A purpose that the agreement does not define.", "Define it, or mend its spelling."},
    {"unknown-stage", "agreement", "A stage that the agreement does not list.", "Add it to stages, or mend its spelling."},
    {"unknown-value", "agreement", "A value that is not one of the field's codes.", "Use one that docs/fields.md lists."},
    {"unknown-class", "agreement", "A class that there is not.", "Use one that docs/fields.md names."},
    {"unknown-clause", "agreement", "A clause is named that the agreement does not have.", "Mend the label; a lift names clauses of its own agreement."},
    {"unknown-basis", "agreement", "A legal basis that is not known here.", "Mend its spelling; the list is in docs/legal-bases.md."},
    {"unknown-type", "agreement", "A message type that there is not.", "Use one of the seven."},
    {"unknown-unit", "agreement", "A unit of time that there is not.", "Write hours, days, working days, months or years."},
    {"bad-area", "agreement", "An area is no ONS code.", "Write its nine characters, such as E09000002."},
    {"view-not-declared", "agreement", "A view that this field does not have.", "Use one that docs/fields.md lists for the field."},
    {"not-a-fact", "agreement", "A condition tests a field that is no fact.", "Test another; docs/fields.md marks facts."},
    {"comparison-type", "agreement", "A comparison that the field's type does not allow.", "Use is for codes, at least and at most for what has an order."},
    {"needs-quantifier", "agreement", "A condition tests a field in a list without some or every.", "Say which: some or every."},
    {"until-not-after", "agreement", "The agreement ends before it begins.", "Mend the dates; until is the first day no longer in force."},
    {"review-outside", "agreement", "The review falls outside the time in force.", "Mend the date."},
    {"scheme-any-grants", "agreement", "An agreement for any scheme grants something.", "Name the scheme, or let every clause only cap."},
    {"no-basis", "agreement", "A purpose, or what a clause grants, has no legal basis.", "Cite one."},
    {"basis-not-available", "agreement", "A party cannot rely on a legal basis that is cited for it.", "Cite another for that party."},
    {"special-category-condition", "agreement", "Special category fields are granted without a condition of Article 9 and Schedule 1.", "Cite both, with the policy document where it must be."},
    {"offence-condition", "agreement", "Offence fields are granted without a condition of Article 10 and Schedule 1.", "Cite both."},
    {"confidentiality-basis", "agreement", "Health fields are granted without a basis for setting confidentiality aside.", "Cite one."},
    {"monitoring-granted", "agreement", "A clause grants monitoring fields, which go to nobody.", "Take the path out."},
    {"source-identity", "agreement", "A clause grants who the source is without regard to anonymity.", "Add the condition that the diagnostic names."},
    {"any-with-grant", "agreement", "Warning: a clause grants to or from any party.", "Name the parties, if that was not meant."},
    {"unused-purpose", "agreement", "Warning: no clause uses a purpose.", "Use it, or take it out."},
    {"unreached-party", "agreement", "Warning: no clause shares anything with a party.", "Share what it needs, or take it out of the parties."},
    {"unusual-keep", "agreement", "Warning: a time to keep is shorter or longer than is usual after its trigger.", "Check the parties' retention schedules, and say why in a comment."},
    {"source-given-away", "agreement", "Warning: a source is concealed, but the sender is one small organisation, whose name gives the source away.", "Let a larger agency pass it on, or agree with the source that it may be guessed."},
    {"never-counts", "agreement", "Warning: no message there could be lets a clause count.", "Mend its condition, or take the clause out."},
    {"changes-nothing", "agreement", "Warning: every field of every message comes out the same without a clause.", "Take the clause out, or mend what it should do."},
    {"capped-everywhere", "agreement", "Warning: whatever a clause grants is held back whenever it grants it.", "Mend the cap or the condition, or take the grant out."},
});

constexpr bool each_once() {
  for (std::size_t i = 0; i < all_codes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (all_codes[i].code == all_codes[j].code) return false;
  return true;
}
static_assert(each_once(), "a code stands in the table twice");

}  // namespace

std::span<const CodeEntry> codes() { return all_codes; }

const CodeEntry* find_code(std::string_view code) {
  const auto at = std::find_if(all_codes.begin(), all_codes.end(), [&](const CodeEntry& entry) { return entry.code == code; });
  return at == all_codes.end() ? nullptr : &*at;
}

std::string codes_as_markdown() {
  std::string out =
      "# Codes\n\n"
      "Every refusal, problem and diagnostic has one of these codes. Texts may be reworded; a code keeps its\n"
      "meaning. Generated from `schemas/codes.cc`: `CONCORDAT_REWRITE=1 tests/run` writes it anew.\n";
  std::string_view where;
  for (const CodeEntry& entry : all_codes) {
    if (entry.where != where) {
      where = entry.where;
      out += "\n## " + std::string{where} + "\n\n| code | what it means | what to do |\n|---|---|---|\n";
    }
    out += "| `" + std::string{entry.code} + "` | " + std::string{entry.meaning} + " | " + std::string{entry.fix} + " |\n";
  }
  return out;
}

}  // namespace concordat::schemas
