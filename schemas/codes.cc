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
    {"missing-beside", "adapter", "A document that this one refers to does not lie beside it.", "Put both into the in-folder."},
    {"invalid-nhs-number", "adapter", "An NHS number fails its check digit.", "Check it against the Personal Demographics Service, and correct it in the source system."},

    // The broker, at admission or in deciding.
    {"unknown-sender", "broker", "The connection's key belongs to no agency in the directory.", "Ask the area's administrator to register the key."},
    {"sender-mismatch", "broker", "The envelope names another agency than the one whose key opened the connection.", "Send under the agency's own name, over its own connection."},
    {"unknown-key", "broker", "The seal was made with a key that the directory does not give to the sender.", "Register the signing key, or seal with a registered one."},
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
    {"incomplete", "broker", "A field that the agreement requires for this recipient is not in the message.", "Add the paths named, and send it as a new message."},
    {"expired", "broker", "The message was not delivered before its time was over.", "Call the recipient; send it again if it still matters."},
    {"dead-lettered", "broker", "Delivery was tried as often as it is, without success.", "See why in concordat queue list; then concordat queue retry."},
    {"log-unavailable", "broker", "The log cannot commit, so nothing is accepted and nothing leaves.", "Nothing to do for senders: the link keeps the message. Operators: see the log's own code."},

    // The recipient's link, which hands on nothing that it could not verify.
    {"seal-broken", "link", "A delivered value, or the seal over it, does not verify as the sender's own.", "Nothing was handed on. Report it as an incident."},
    {"receipt-broken", "link", "The receipt does not prove that the disclosure is in the log.", "Nothing was handed on. Report it as an incident."},
    {"checkpoint-inconsistent", "link", "The broker's log is not a continuation of the one seen before.", "The link has stopped. Report it as an incident: the log may have been rewritten."},
    {"broker-unreachable", "link", "The broker does not answer.", "Nothing to do: the spool keeps messages and tries again. Operators: check address and broker."},

    // The log and who opens it.
    {"log-full", "log", "The disk or the log's reserved space is full.", "Free or add space; nothing is lost."},
    {"log-disk", "log", "The disk failed in reading or writing.", "Check the disk; the broker starts again without repair."},
    {"log-broken-chain", "log", "An entry is not the one that its successor, the tree or a checkpoint says it is.", "Stop, keep the files, and compare with a backup and with the agencies' checkpoints."},
    {"log-not-ours", "log", "The file is no log of this area.", "Check the data folder in the configuration."},
    {"log-in-use", "log", "Another broker has the log open.", "Stop the other one first."},

    // An agreement's text.
    {"not-yet-enforced", "agreement", "The text uses a word whose effect this version does not have; the whole text is refused, never half obeyed.", "Take the line out, or wait for the version that has it."},
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
