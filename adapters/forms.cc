#include "adapters/forms.h"

#include "adapters/school/forms.h"

namespace concordat::adapters {

std::optional<Native> render_as(std::string_view kind, std::string_view form, const schemas::Delivered& delivered) {
  if (form == "native") return find_kind(kind)->render(delivered);
  if (kind == "school" && form == "csv") return school::render_csv(delivered);
  if (kind == "school" && form == "html") return school::render_page(delivered);
  return std::nullopt;
}

}  // namespace concordat::adapters
