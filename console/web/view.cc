#include "console/web/view.h"

namespace concordat::console::web {

View& View::say(std::string_view key, std::string text) {
  texts_[std::string{key}] = std::move(text);
  return *this;
}

View& View::show(std::string_view key) { return show_if(key, true); }

View& View::show_if(std::string_view key, bool holds) {
  shown_[std::string{key}] = holds;
  return *this;
}

bool View::shows(std::string_view key) const {
  const auto at = shown_.find(key);
  return at != shown_.end() && at->second;
}

View& View::put(std::string_view key, View part) {
  parts_.insert_or_assign(std::string{key}, std::move(part));
  return *this;
}

View& View::add(std::string_view key, View one) {
  lists_[std::string{key}].push_back(std::move(one));
  return *this;
}

std::string View::said(std::string_view key) const {
  const auto at = texts_.find(key);
  return at == texts_.end() ? std::string{} : at->second;
}

const std::vector<View>& View::list(std::string_view key) const {
  static const std::vector<View> none;
  const auto at = lists_.find(key);
  return at == lists_.end() ? none : at->second;
}

const View& View::part(std::string_view key) const {
  static const View none;
  const auto at = parts_.find(key);
  return at == parts_.end() ? none : at->second;
}

}  // namespace concordat::console::web
