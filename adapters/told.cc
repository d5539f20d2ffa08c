#include "adapters/told.h"

#include <algorithm>
#include <array>

#include "schemas/codes.h"

namespace concordat::adapters {
namespace {

struct Step {
  std::string_view state;
  Outlook outlook;
  std::string_view words;  // before the recipient
};

constexpr std::array<Step, 16> steps{{
    {"accepted", Outlook::on_its_way, "Accepted, and on its way to"},
    {"released", Outlook::on_its_way, "Let go by a person, and on its way to"},
    {"delivered", Outlook::on_its_way, "Delivered to"},
    {"acknowledged", Outlook::on_its_way, "A person has it at"},
    {"answered", Outlook::on_its_way, "Information came from"},
    {"updated", Outlook::on_its_way, "An update came from"},
    {"asked", Outlook::on_its_way, "A question came from"},
    {"decision", Outlook::on_its_way, "A decision came from"},
    {"closed", Outlook::over, "Closed by"},
    {"erased", Outlook::over, "What was recalled has been erased by"},
    {"rectified", Outlook::over, "What was recalled has been put right by"},
    {"restricted", Outlook::over, "What was recalled has been restricted by"},
    {"waiting", Outlook::waits, "Waits, and has not left yet, for"},
    {"held", Outlook::waits, "Held for a person to decide, for"},
    {"refused", Outlook::failed, "Refused, and not sent to"},
    {"not-done", Outlook::failed, "What was recalled was not done by"},
}};
constexpr std::string_view received_words = "Received, and safe on disk; each step from here on is told";
constexpr std::string_view recall_due_words = "An address that was disclosed is confidential now: its recall has been made, and goes to those who had it";

const Step* step_of(const Told& told) {
  const auto at = std::find_if(steps.begin(), steps.end(), [&](const Step& step) { return step.state == told.state; });
  return at == steps.end() ? nullptr : &*at;
}

std::string not_delivered_sentence(const Told& told) {
  std::string out = "NOT DELIVERED";
  if (!told.recipient.empty()) out += " to " + told.recipient;
  out += ". ";
  if (!told.call_name.empty()) out += "Call " + told.call_name + " on " + told.call_number + ", now. ";
  else out += "Call the recipient by telephone, now. ";
  return out + "Why: " + meaning_of(told);
}

}  // namespace

std::string meaning_of(const Told& told) {
  const schemas::CodeEntry* entry = schemas::find_code(told.code);
  return entry == nullptr ? told.code : std::string{entry->meaning};
}

bool is_not_delivered(const Told& told) { return told.state == "not-delivered" || told.state == "returned"; }

Outlook outlook_of(const Told& told) {
  if (told.state == "received") return Outlook::on_its_way;
  if (told.state == "recall-due") return Outlook::waits;
  const Step* step = step_of(told);
  return step == nullptr ? Outlook::failed : step->outlook;  // what this version does not know is looked at by a person
}

std::string sentence_of(const Told& told) {
  if (is_not_delivered(told)) return not_delivered_sentence(told);
  const Step* step = step_of(told);
  std::string out;
  if (told.state == "received") out = received_words;
  else if (told.state == "recall-due") out = recall_due_words;
  else out = (step == nullptr ? "Now " + told.state + ", says" : std::string{step->words}) + " " + (told.recipient.empty() ? "any recipient" : told.recipient);
  out += ".";
  if (!told.answer.empty()) out += " It lies in " + told.answer + ".";
  return told.code.empty() ? out : out + " Why: " + meaning_of(told);
}

}  // namespace concordat::adapters
