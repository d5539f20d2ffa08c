#include <algorithm>

#include "adapters/released.h"
#include "adapters/school/forms.h"
#include "adapters/school/spellings.h"
#include "adapters/xml.h"
#include "base/clock.h"
#include "base/text.h"

namespace concordat::adapters::school {
namespace {

// "dateOfBirth" -> "Date of birth"
std::string words_of(std::string_view key) {
  std::string out;
  for (const char c : key) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    if (is_capital) out += ' ';
    out += is_capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (!out.empty()) out[0] = to_upper(out.substr(0, 1))[0];
  return out;
}

std::string escaped_lines(std::string_view text) {
  std::string out;
  for (const std::string& line : split(text, '\n')) out += (out.empty() ? "" : "<br>") + xml_escaped(line);
  return out;
}

class PageWriter {
public:
  explicit PageWriter(const schemas::Delivered& delivered) : delivered_(delivered) {}

  std::string write() {
    const schemas::Envelope& envelope = delivered_.envelope;
    out_ = "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Concern form</title>\n<style>\n"
           "body{font:11pt/1.4 sans-serif;max-width:48em;margin:2em auto;padding:0 1em;color:#111}\n"
           "h1{font-size:1.5em}h2{font-size:1.15em;border-bottom:1px solid #666;margin-top:1.6em}\n"
           "h3{font-size:1em;margin-bottom:.2em}\n"
           "dl{display:grid;grid-template-columns:14em 1fr;gap:.2em 1em;margin:.4em 0}dt{color:#444}dd{margin:0}\n"
           ".mark{font-weight:bold;text-align:center;border:2px solid #111;padding:.3em}.less{color:#555}.warn{font-weight:bold;color:#900}\n"
           "@page{margin:18mm}\n</style></head><body>\n";
    const std::string mark = envelope.marking == schemas::Marking::official ? "OFFICIAL" : "OFFICIAL-SENSITIVE";
    out_ += "<p class=\"mark\">" + mark + "</p>\n<h1>Concern form: " + xml_escaped(words_of(name_of(envelope.type))) + "</h1>\n<dl>";
    line("From", xml_escaped(envelope.sender.value()));
    line("Sent", xml_escaped(format_instant(envelope.created)));
    line("Urgency", xml_escaped(name_of(envelope.urgency)));
    line("Purpose", xml_escaped(envelope.scheme + ", " + envelope.purpose));
    out_ += "</dl>\n";
    sentences("What binds the reader", term_sentences(delivered_));
    sentences("What may be missing", withheld_sentences(delivered_));
    fields();
    return out_ + "<p class=\"mark\">" + mark + "</p>\n</body></html>\n";
  }

private:
  void line(const std::string& name, const std::string& html) { out_ += "<dt>" + name + "</dt><dd>" + html + "</dd>\n"; }
  void sentences(std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    out_ += "<h2>" + std::string{title} + "</h2>\n<ul>";
    for (const std::string& each : lines) out_ += "<li>" + xml_escaped(each) + "</li>";
    out_ += "</ul>\n";
  }
  // "concern[0].narrative[1]" -> "Concerns 1, passages 2"
  static std::string heading_of(const std::string& positional) {
    std::string out;
    for (const FormStep& step : form_steps(positional)) {
      out += (out.empty() ? "" : ", ") + words_of(step.key);
      if (step.number) out += " " + std::to_string(*step.number + 1);
    }
    return out;
  }
  std::string shown(const schemas::DeliveredField& field) const {
    const schemas::FieldEntry& entry = schemas::FieldTable::get()[field.id];
    if (field.view == schemas::Level::existence) return "<span class=\"less\">there is one; it was not shared</span>";
    if (entry.type == schemas::ValueType::binary) return "<span class=\"less\">a document of " + std::to_string(field.value.size()) + " bytes, in the JSON form</span>";
    std::string out = escaped_lines(field.value);
    if (field.view != schemas::Level::full) out += " <span class=\"less\">(shared as " + xml_escaped(words_of(name_of(field.view))) + ")</span>";
    const std::string& path = entry.path;
    if (!path.ends_with("contact.value")) return out;
    const schemas::DeliveredField* safe = delivered_.find(path.substr(0, path.rfind('.')) + ".safeToUse", field.element);
    return safe != nullptr && safe->value == "yes" ? out : "<span class=\"warn\">DO NOT USE</span> " + out;
  }
  // Grouped by the element they lie in, in the order of the message.
  void fields() {
    const schemas::Body places{.elements = delivered_.elements, .fields = {}};
    std::vector<std::pair<std::string, std::vector<const schemas::DeliveredField*>>> groups;
    for (const schemas::DeliveredField& field : delivered_.fields) {
      const std::string path = schemas::positional_path(places, field.id, field.element);
      const std::string group = path.substr(0, path.rfind('.'));
      auto known = std::find_if(groups.begin(), groups.end(), [&](const auto& each) { return each.first == group; });
      if (known == groups.end()) known = groups.insert(groups.end(), {group, {}});
      known->second.push_back(&field);
    }
    for (const auto& [group, members] : groups) {
      out_ += "<h2>" + xml_escaped(heading_of(group)) + "</h2>\n<dl>";
      for (const schemas::DeliveredField* field : members) {
        const std::string spelled = form_path(schemas::FieldTable::get()[field->id].path);
        line(xml_escaped(words_of(spelled.substr(spelled.rfind('.') + 1))), shown(*field));
      }
      out_ += "</dl>\n";
    }
  }

  const schemas::Delivered& delivered_;
  std::string out_;
};

}  // namespace

Native render_page(const schemas::Delivered& delivered) { return {".html", PageWriter(delivered).write()}; }

}  // namespace concordat::adapters::school
