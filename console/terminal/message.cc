#include <filesystem>
#include <fstream>

#include "adapters/forms.h"
#include "adapters/native.h"
#include "adapters/parts.h"
#include "adapters/report.h"
#include "adapters/text_encoding.h"
#include "base/file.h"
#include "base/text.h"
#include "console/terminal/command.h"
#include "console/terminal/envelope_options.h"
#include "console/terminal/pdf.h"
#include "console/terminal/reading.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;

struct Translate {
  std::string kind;
  std::string file;
  std::vector<std::string> beside;
  std::size_t index = 0;
  std::string report;        // text, json or csv: a whole report, instead of lines of talk
  EnvelopeOptions envelope;  // with a sender, whole messages are printed
};
struct Render {
  std::string kind;
  std::string file;
  std::string form = "native";
  std::string out;  // a file; stdout where it is empty
  EnvelopeOptions envelope;
};

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const adapters::Kind& kind : adapters::kinds()) names.emplace_back(kind.name);
  return names;
}

void bind_translate(CLI::App& leaf, Translate& to) {
  leaf.add_option("--from", to.kind, "Whose document it is")->required()->check(CLI::IsMember(kind_names()));
  leaf.add_option("FILE", to.file, "The native document")->required();
  leaf.add_option("--beside", to.beside, "A file that belongs to it (a detail, a class list); may be given several times")
      ->type_name("FILE")->expected(1)->take_all();
  leaf.add_option("--index", to.index, "Of several messages, this one alone, from 1")->type_name("N");
  leaf.add_option("--report", to.report, "On stderr a whole report instead of lines: problems, what was left out, what is not carried")
      ->check(CLI::IsMember({"text", "json", "csv"}))->type_name("FORM");
  const std::string group = "To print whole messages, with an envelope";
  leaf.add_option("--sender", to.envelope.from, "The agency that sends it, such as school/eastbury")->type_name("AGENCY")->group(group);
  leaf.add_option("--scheme", to.envelope.scheme, "Its scheme, such as prevent")->type_name("NAME")->group(group);
  leaf.add_option("--purpose", to.envelope.purpose, "Its purpose, such as channel-referral")->type_name("NAME")->group(group);
  leaf.add_option("--area", to.envelope.area, "Its area, such as E09000002")->type_name("ONS-CODE")->group(group);
  std::string reads = "Prints canonical JSON: one message, or an array of several. What only the agency knows (sender, purpose,\n"
                      "recipients) is not in a document, so without --sender the envelope is left out.\nReads:\n";
  for (const adapters::Kind& kind : adapters::kinds()) reads += "  " + std::string{kind.name} + ": " + std::string{kind.reads} + "\n";
  leaf.footer(reads + "A part that makes no message (a row, a child) does not sink its neighbours: they are printed, and it is told.\n"
              "A census, Common Transfer File or class list of more than 8 MiB is read part by part, in little memory.\n"
              "Exit codes: 0 done; 3 the document or a part of it is invalid, with each place and code; 1 it could not be read.\n\n"
              "Example:\n  concordat message translate --from nhs referral.json\n"
              "  concordat message translate --from nhs --sender nhs/nelft --scheme prevent --purpose channel-referral \\\n"
              "    --area E09000002 referral.json > m.json");
}

Result<adapters::NativeInput, Exit> read_input(const Translate& asked, const Terminal& terminal) {
  TRY(const std::string text, read_text(asked.file, terminal));
  adapters::NativeInput input{fs::path{asked.file}.filename().string(), to_bytes(as_bytes(text)), {}};
  for (const std::string& file : asked.beside) {
    TRY(const std::string beside, read_text(file, terminal));
    input.beside.push_back({fs::path{file}.filename().string(), to_bytes(as_bytes(beside))});
  }
  return input;
}

// One report of everything, or lines as they come to mind.
void tell(const Translate& asked, const adapters::Outcome<adapters::Translated>& outcome, const Terminal& terminal) {
  const adapters::Report report = adapters::report_of(fs::path{asked.file}.filename().string(), outcome);
  const std::string text = asked.report == "json"  ? adapters::report_json(report)
                           : asked.report == "csv" ? adapters::report_csv(report)
                                                   : adapters::report_text(report);
  terminal.talk(trim(text));
}

// A message as JSON, with an envelope where a sender is given.
Result<std::string, Exit> printed(const Translate& asked, const adapters::Translation& translation, const schemas::EnvelopeDefaults& defaults,
                                  const Terminal& terminal) {
  std::string json = schemas::body_to_json(translation.type, translation.body);
  if (asked.envelope.from.empty()) return std::string{trim(json)};
  const auto message = schemas::message_from_json(json, defaults);
  if (!message) return Fail{terminal.invalid("envelope", message.error())};
  return std::string{trim(schemas::message_to_json(*message))};
}

void talk_of(const adapters::Translation& translation, const Terminal& terminal) {
  if (!translation.not_carried.empty())
    terminal.talk("concordat: note: " + translation.place + ": no field for " + join(translation.not_carried, ", "));
  for (const schemas::Problem& problem : translation.left_out)
    terminal.talk("concordat: left out: " + problem.where + ": " + problem.what + " [" + problem.code + "]");
}

// A document too large to hold, part by part: always an array, and every part's problems as they are found.
Exit run_in_parts(const Translate& asked, const adapters::Kind& kind, Terminal& terminal) {
  std::ifstream file{asked.file, std::ios::binary};
  if (!file) return terminal.failed(asked.file + ": cannot be read");
  const auto defaults = defaults_of(asked.envelope, SystemClock{}.now(), terminal);
  if (!defaults) return defaults.error();
  adapters::Parts parts{[&](char* into, std::size_t size) {
    file.read(into, static_cast<std::streamsize>(size));
    return static_cast<std::size_t>(file.gcount());
  }};
  Exit exit = Exit::done;
  std::string before = "[";
  while (auto part = parts.next()) {
    const auto taken = parts.translate(kind, fs::path{asked.file}.filename().string(), std::move(*part));
    if (!taken || !taken->rejected.empty()) exit = terminal.invalid(asked.file, taken ? taken->rejected : taken.error());
    if (!taken) continue;
    for (const adapters::Translation& translation : taken->messages) {
      const auto json = printed(asked, translation, *defaults, terminal);
      if (!json) return json.error();
      terminal.data(before + *json);
      before = ",\n";
      talk_of(translation, terminal);
    }
  }
  terminal.data(before == "[" ? "[]\n" : "]\n");
  return exit;
}

bool is_large(const std::string& file) {
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  return !failed && size > adapters::document_bytes_max;
}

Exit run_translate(const Translate& asked, Terminal& terminal) {
  const adapters::Kind* kind = adapters::find_kind(asked.kind);
  if (is_large(asked.file) && asked.report.empty() && asked.index == 0) return run_in_parts(asked, *kind, terminal);
  const auto input = read_input(asked, terminal);
  if (!input) return input.error();
  const auto translated = kind->translate(*input);
  if (!asked.report.empty()) tell(asked, translated, terminal);
  if (!translated) return asked.report.empty() ? terminal.invalid(asked.file, translated.error()) : Exit::invalid_input;
  const std::vector<adapters::Translation>& translations = translated->messages;
  if (asked.index > translations.size())
    return terminal.invalid("--index", "there are " + std::to_string(translations.size()) + " messages in the document");

  const auto defaults = defaults_of(asked.envelope, SystemClock{}.now(), terminal);
  if (!defaults) return defaults.error();
  std::vector<std::string> all;
  for (std::size_t i = 0; i < translations.size(); ++i) {
    if (asked.index != 0 && asked.index != i + 1) continue;
    const auto json = printed(asked, translations[i], *defaults, terminal);
    if (!json) return json.error();
    all.push_back(*json);
    if (asked.report.empty()) talk_of(translations[i], terminal);
  }
  terminal.data(all.size() == 1 ? all.front() + "\n" : "[" + join(all, ",\n") + "]\n");
  if (translated->rejected.empty()) return Exit::done;
  return asked.report.empty() ? terminal.invalid(asked.file, translated->rejected) : Exit::invalid_input;
}

void bind_render(CLI::App& leaf, Render& to) {
  leaf.add_option("--to", to.kind, "Whose document it becomes")->required()->check(CLI::IsMember(kind_names()));
  leaf.add_option("FILE", to.file, "The message, as canonical JSON")->required();
  leaf.add_option("--as", to.form, "Its form: native, or for a school a spreadsheet (csv) or a page (html, pdf)")
      ->check(CLI::IsMember({"native", "csv", "html", "pdf"}))->type_name("FORM");
  leaf.add_option("--out", to.out, "Writes it to this file; a PDF is always written to one")->type_name("FILE");
  bind(leaf, to.envelope);
  std::string writes = "The message is rendered whole, as if an agreement allowed every field.\nWrites:\n";
  for (const adapters::Kind& kind : adapters::kinds()) writes += "  " + std::string{kind.name} + ": " + std::string{kind.writes} + "\n";
  leaf.footer(writes + "Exit codes: 0 done; 3 the message is invalid, with each place and code; 1 it could not be read.\n\n"
              "Example:\n  concordat message render --to police --from school/eastbury --scheme prevent \\\n"
              "    --purpose channel-referral --area E09000002 m.json");
}

Exit run_render(const Render& asked, Terminal& terminal) {
  const auto text = read_text(asked.file, terminal);
  if (!text) return text.error();
  const auto defaults = defaults_of(asked.envelope, SystemClock{}.now(), terminal);
  if (!defaults) return defaults.error();
  const auto message = schemas::message_from_json(*text, *defaults);
  if (!message) return terminal.invalid(asked.file, message.error());
  const auto rendered = adapters::render_as(asked.kind, asked.form == "pdf" ? "html" : asked.form, schemas::deliver_whole(*message));
  if (!rendered) return terminal.invalid("--as", asked.kind + " has no such form: only a school has");
  if (asked.form == "pdf") return asked.out.empty() ? terminal.invalid("--out", "a PDF is written to a file: name it") : write_pdf(rendered->text, asked.out, terminal);
  if (asked.out.empty()) {
    terminal.data(rendered->text);
    return Exit::done;
  }
  return write_file(asked.out, as_bytes(rendered->text), FileMode::owner_only) ? Exit::done : terminal.failed(asked.out + ": cannot be written");
}

}  // namespace

void add_message(Tree& tree) {
  CLI::App& family = add_family(tree, "message", "Native documents and canonical JSON");
  add_leaf<Translate>(family, tree, "translate", "A native document, as the messages it becomes", bind_translate, run_translate);
  add_leaf<Render>(family, tree, "render", "A message, as a recipient's own native document", bind_render, run_render);
}

}  // namespace concordat::console
