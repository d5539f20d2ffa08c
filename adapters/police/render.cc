#include <array>

#include "adapters/police/pole_words.h"
#include "adapters/police/translate.h"
#include "adapters/released.h"
#include "adapters/xml.h"
#include "base/bytes.h"
#include "base/uuid.h"

namespace concordat::adapters::police {
namespace {

using schemas::DeliveredField;
using schemas::ElementIndex;
using schemas::Level;
using schemas::no_element;

// Elements opened are closed in turn; a section that turns out empty leaves nothing.
class PoleWriter {
public:
  explicit PoleWriter(Released& released) : released_(released) {}

  void open(std::string_view name, std::string_view attributes = {}) {
    marks_.push_back({out_.size(), std::string{name}, 0});
    out_ +=
        std::string(2 * (marks_.size() - 1), ' ') + "<" + std::string{name} + std::string{attributes} + ">\n";
    marks_.back().content = out_.size();
  }
  void close() {
    const Mark mark = marks_.back();
    marks_.pop_back();
    if (out_.size() == mark.content)
      out_.resize(mark.start);
    else
      out_ += std::string(2 * marks_.size(), ' ') + "</" + mark.name + ">\n";
  }
  void line(std::string_view name, std::string_view text, std::string_view attributes = {}) {
    out_ += std::string(2 * marks_.size(), ' ') + "<" + std::string{name} + std::string{attributes} + ">" +
            xml_escaped(text) + "</" + std::string{name} + ">\n";
  }
  void said(std::string_view name, std::string_view text) {
    if (!text.empty()) line(name, text);
  }
  // A released field, at the detail it was released in.
  void field(const DeliveredField& field, std::string_view name) {
    if (field.view == Level::existence) {
      out_ += std::string(2 * marks_.size(), ' ') + "<" + std::string{name} + " detail=\"existence\"/>\n";
      return;
    }
    const bool is_binary = schemas::FieldTable::get()[field.id].type == schemas::ValueType::binary;
    const std::string detail =
        field.view == Level::full ? "" : " detail=\"" + std::string{name_of(field.view)} + "\"";
    line(name, is_binary ? to_base64(as_bytes(field.value)) : field.value, detail);
  }
  template <std::size_t n>
  void leaves(std::string_view section, const std::array<PoleLeaf, n>& wanted, ElementIndex at = no_element) {
    for (const PoleLeaf& leaf : wanted)
      if (const DeliveredField* found =
              released_.take(std::string{section} + "." + std::string{leaf.path}, at))
        field(*found, leaf.name);
  }
  std::string& text() { return out_; }

private:
  struct Mark {
    std::size_t start;
    std::string name;
    std::size_t content;
  };
  Released& released_;
  std::string out_;
  std::vector<Mark> marks_;
};

class PoleRenderer {
public:
  explicit PoleRenderer(const schemas::Delivered& delivered)
      : delivered_(delivered), released_(delivered), pole_(released_) {}

  std::string render() {
    pole_.open("PoleMessage", " xmlns=\"" + std::string{pole_space} + "\"");
    about_message();
    pole_.open("Persons");
    subject();
    related();
    pole_.close();
    pole_.open("Objects");
    contacts("subject.contact", no_element, "subject");
    others_contacts();
    pole_.close();
    pole_.open("Locations");
    addresses("subject.address", no_element, "subject");
    for (const auto& [person, id] : numbered("relatedPersons", "related"))
      addresses("relatedPersons.address", person, id);
    pole_.close();
    pole_.open("Events");
    for (const ElementIndex concern : released_.in("concern")) event(concern);
    for (const ElementIndex offence : released_.in("offending.offences")) {
      pole_.open("Offence");
      pole_.leaves("offending.offences", offence_leaves, offence);
      pole_.close();
    }
    pole_.close();
    other();
    terms();
    pole_.close();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + pole_.text();
  }

private:
  void about_message() {
    const schemas::Envelope& envelope = delivered_.envelope;
    pole_.open("Message");
    pole_.line("Type", name_of(envelope.type));
    pole_.line("Identifier", format_uuid(envelope.id.value()));
    pole_.line("Case", format_uuid(envelope.case_id.value()));
    if (envelope.in_reply_to) pole_.line("InReplyTo", format_uuid(envelope.in_reply_to->value()));
    pole_.line("From", envelope.sender.value());
    pole_.line("Created", format_instant(envelope.created));
    pole_.said("Scheme", envelope.scheme);
    pole_.said("Purpose", envelope.purpose);
    pole_.said("Area", envelope.area);
    pole_.line("Marking", envelope.marking == schemas::Marking::official ? "OFFICIAL" : "OFFICIAL-SENSITIVE");
    pole_.line("Urgency", name_of(envelope.urgency));
    if (envelope.due) pole_.line("Due", format_date(*envelope.due));
    if (envelope.emergency) pole_.line("Emergency", name_of(*envelope.emergency));
    pole_.close();
  }
  void subject() {
    pole_.open("Person", " id=\"subject\"");
    for (const ElementIndex role : released_.in("subject.roles"))
      pole_.leaves("subject.roles", role_leaves, role);
    for (const ElementIndex name : released_.in("subject.names")) {
      pole_.open("Name");
      pole_.leaves("subject.names", name_leaves, name);
      pole_.close();
    }
    pole_.leaves("subject", person_leaves);
    identifiers("subject.identifiers", no_element);
    pole_.close();
  }
  // Numbered as they are shown: a gap would tell of what was not released.
  std::vector<std::pair<ElementIndex, std::string>> numbered(std::string_view list,
                                                             std::string_view word) const {
    std::vector<std::pair<ElementIndex, std::string>> out;
    for (const ElementIndex element : released_.in(list))
      out.emplace_back(element, std::string{word} + "-" + std::to_string(out.size() + 1));
    return out;
  }
  void related() {
    for (const auto& [person, id] : numbered("relatedPersons", "related")) {
      pole_.open("Person", " id=\"" + id + "\"");
      pole_.leaves("relatedPersons", role_leaves, person);
      pole_.leaves("relatedPersons", related_leaves, person);
      identifiers("relatedPersons.identifiers", person);
      contacts("relatedPersons.contact", person, id);
      pole_.close();
    }
  }
  void identifiers(const std::string& list, ElementIndex parent) {
    for (const ElementIndex identifier : released_.in(list, parent)) {
      pole_.open("Identifier");
      pole_.leaves(list, identifier_leaves, identifier);
      pole_.close();
    }
  }
  void contacts(const std::string& list, ElementIndex parent, const std::string& person) {
    for (const ElementIndex contact : released_.in(list, parent)) {
      const std::string safe = released_.text(list + ".safeToUse", contact);
      pole_.open("Communication", " person=\"" + person + "\"");
      const DeliveredField* value = released_.take(list + ".value", contact);
      if (value != nullptr && safe != "yes") pole_.line("Warning", "DO NOT USE");
      pole_.leaves(list, contact_leaves, contact);
      if (value != nullptr) pole_.field(*value, "Value");
      pole_.said("SafeToUse", safe);
      pole_.leaves(list, instruction_leaves, contact);
      pole_.close();
    }
  }
  void others_contacts() {
    for (const auto& [guardian, id] : numbered("subject.guardians", "guardian"))
      contacts("subject.guardians.contact", guardian, id);
    for (const auto& [service, id] : numbered("services", "service"))
      contacts("services.contact", service, id);
  }
  void addresses(const std::string& list, ElementIndex parent, const std::string& person) {
    for (const ElementIndex address : released_.in(list, parent)) {
      pole_.open("Location", " person=\"" + person + "\"");
      pole_.leaves(list, address_leaves, address);
      pole_.close();
    }
  }
  void event(ElementIndex concern) {
    pole_.open("Event");
    pole_.leaves("concern", concern_leaves, concern);
    for (const ElementIndex narrative : released_.in("concern.narrative", concern)) {
      pole_.open("Narrative");
      pole_.leaves("concern.narrative", narrative_leaves, narrative);
      pole_.close();
    }
    pole_.open("Risk");
    pole_.leaves("concern.risk", risk_leaves, concern);
    pole_.close();
    pole_.close();
  }
  // What POLE has no element for, under the path agreements and explanations know it by.
  void other() {
    pole_.open("Other");
    for (const auto& [path, field] : released_.leftovers()) {
      pole_.open("Field", " path=\"" + xml_escaped(path) + "\"");
      pole_.field(*field, "Value");
      pole_.close();
    }
    pole_.close();
  }
  void terms() {
    pole_.open("Handling");
    for (const std::string& sentence : term_sentences(delivered_)) pole_.line("Term", sentence);
    for (const std::string& path : untold_paths(delivered_)) pole_.line("DoNotTell", path);
    for (const std::string& sentence : withheld_sentences(delivered_)) pole_.line("MayBeWithheld", sentence);
    pole_.close();
  }

  const schemas::Delivered& delivered_;
  Released released_;
  PoleWriter pole_;
};

}  // namespace

Native render(const schemas::Delivered& delivered) {
  return {".xml", PoleRenderer(delivered).render()};
}

}  // namespace concordat::adapters::police
