#include "schemas/delivered.h"

#include <algorithm>

#include "base/check.h"

namespace concordat::schemas {

const DeliveredField* Delivered::find(FieldId id, ElementIndex element) const {
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&](const DeliveredField& field) { return field.id == id && field.element == element; });
  return at == fields.end() ? nullptr : &*at;
}

const DeliveredField* Delivered::find(std::string_view path, ElementIndex element) const {
  const auto id = FieldTable::get().field(path);
  CHECK(id, "delivered: no such field");
  return find(*id, element);
}

std::vector<ElementIndex> Delivered::in(std::string_view list_path, ElementIndex parent) const {
  const auto list = FieldTable::get().list(list_path);
  CHECK(list, "delivered: no such list");
  std::vector<ElementIndex> found;
  for (std::size_t i = 0; i < elements.size(); ++i)
    if (elements[i].list == *list && elements[i].parent == parent) found.push_back(static_cast<ElementIndex>(i));
  return found;
}

bool Delivered::empty_under(std::string_view path) const {
  const auto ids = FieldTable::get().under(path);
  return std::none_of(fields.begin(), fields.end(), [&](const DeliveredField& field) {
    return std::find(ids.begin(), ids.end(), field.id) != ids.end();
  });
}

Delivered deliver_whole(const Message& message) {
  Delivered out{.envelope = message.envelope, .elements = message.body.elements, .fields = {}, .notices = {}, .missing = {},
                .terms = {.agreement = {}, .agreement_digest = AgreementDigest{Digest{}}, .caveats = {}, .keep = {}}};
  for (const Field& field : message.body.fields) out.fields.push_back({field.id, field.element, Level::full, field.value});
  return out;
}

}  // namespace concordat::schemas
