#include "schemas/views.h"

#include <array>

#include "base/check.h"

namespace concordat::schemas {
namespace {

// The first letter of each word, with a full stop: "Ann-Marie O'Neil" -> "A. M. O."
std::string initials_of(std::string_view name) {
  std::string out;
  bool at_start = true;
  for (std::size_t i = 0; i < name.size();) {
    const auto lead = static_cast<unsigned char>(name[i]);
    const std::size_t width = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const bool is_gap = lead == ' ' || lead == '-' || lead == '\n' || lead == '\t' || lead == '.';
    if (at_start && !is_gap) {
      if (!out.empty()) out += ' ';
      out.append(name.substr(i, width));
      out += '.';
    }
    at_start = is_gap;
    i += width;
  }
  return out;
}

}  // namespace

int age_on(Date birth, Date day) {
  int years = static_cast<int>(day.year()) - static_cast<int>(birth.year());
  const bool before_birthday = day.month() < birth.month() || (day.month() == birth.month() && day.day() < birth.day());
  if (before_birthday) --years;
  return years;
}

std::string_view age_band(int years) {
  struct Band {
    int below;
    std::string_view name;
  };
  constexpr std::array<Band, 9> bands{{{5, "0-4"}, {11, "5-10"}, {16, "11-15"}, {18, "16-17"}, {25, "18-24"},
                                       {35, "25-34"}, {45, "35-44"}, {55, "45-54"}, {65, "55-64"}}};
  for (const Band& band : bands)
    if (years < band.below) return band.name;
  return "65+";
}

std::string value_at(const FieldEntry& field, std::string_view value, Level view, Date case_opened) {
  CHECK(field.has_view(view), "a view that the field does not declare");
  switch (view) {
    case Level::conceal:
    case Level::withhold: break;
    case Level::existence: return {};
    case Level::age_band: {
      const auto birth = parse_date(value);
      CHECK(birth, "a date value that is not canonical");
      return std::string{age_band(age_on(*birth, case_opened))};
    }
    case Level::year: return std::string{value.substr(0, 4)};
    case Level::month: return std::string{value.substr(0, 7)};
    case Level::outward_code: return std::string{value.substr(0, value.find(' '))};
    case Level::initials: return initials_of(value);
    case Level::full: return std::string{value};
  }
  CHECK(false, "a level that releases nothing has no value");
  return {};
}

}  // namespace concordat::schemas
