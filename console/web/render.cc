#include "console/web/render.h"

#include <kainjow/mustache.hpp>

#include "base/check.h"
#include "console/web/built_in.h"

namespace concordat::console::web {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

std::string_view template_named(std::string_view name) {
  const auto text = find_built_in("templates/" + std::string{name} + ".mustache");
  CHECK(text.has_value(), "a page's template is not built in");
  return *text;
}

data data_of(const View& view) {
  data out;
  for (const auto& [key, holds] : view.shown()) out.set(key, holds);
  for (const auto& [key, text] : view.texts()) out.set(key, text.empty() ? data{false} : data{text});
  for (const auto& [key, part] : view.parts()) out.set(key, data_of(part));
  for (const auto& [key, list] : view.lists()) {
    data items{data::type::list};
    for (const View& one : list) items.push_back(data_of(one));
    out.set(key, std::move(items));
  }
  return out;
}

// Partials begin with an underscore: {{> _proof}}.
void add_partials(data& to) {
  for (const std::string_view name : built_in_names()) {
    constexpr std::string_view folder = "templates/_";
    if (!name.starts_with(folder)) continue;
    const std::string key{name.substr(folder.size() - 1, name.rfind('.') - folder.size() + 1)};
    to.set(key, kainjow::mustache::partial{[name] { return std::string{find_built_in(name).value_or("")}; }});
  }
}

std::string filled(std::string_view name, data from) {
  add_partials(from);
  mustache form{std::string{template_named(name)}};
  CHECK(form.is_valid(), "a page's template is no template");
  return form.render(from);
}

}  // namespace

std::string render(std::string_view name, const View& view) { return filled(name, data_of(view)); }

std::string render_framed(const View& frame, std::string body) {
  data from = data_of(frame);
  from.set("body", std::move(body));
  return filled("frame", std::move(from));
}

}  // namespace concordat::console::web
