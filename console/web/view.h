// A view: what a template is filled with, before it has a form. Text, things that are shown or not, parts, and lists of parts.
// A plain value that page functions make and tests look at; render.h turns it into a page, and escapes every text on the way.
//
//   View view;
//   view.say("name", account.display).show("is_officer");
//   for (const Row& row : rows) view.add("rows", View{}.say("at", row.at));
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace concordat::console::web {

class View {
public:
  // {{#key}} asks whether there is any. What is said here, empty or not, hides what is said of that name further out.
  View& say(std::string_view key, std::string text);
  View& say(std::string_view key, std::uint64_t number) { return say(key, std::to_string(number)); }
  View& show(std::string_view key);                       // {{#key}} holds
  View& show_if(std::string_view key, bool holds);        // {{^key}} otherwise
  View& put(std::string_view key, View part);             // {{#key}}…{{/key}}, {{key.name}}
  View& add(std::string_view key, View one);              // one more of a list

  // For tests: what was said; empty if nothing was.
  std::string said(std::string_view key) const;
  bool shows(std::string_view key) const;
  const std::vector<View>& list(std::string_view key) const;
  const View& part(std::string_view key) const;

  const auto& texts() const { return texts_; }
  const auto& shown() const { return shown_; }
  const auto& parts() const { return parts_; }
  const auto& lists() const { return lists_; }

private:
  std::map<std::string, std::string, std::less<>> texts_;
  std::map<std::string, bool, std::less<>> shown_;
  std::map<std::string, View, std::less<>> parts_;
  std::map<std::string, std::vector<View>, std::less<>> lists_;
};

}  // namespace concordat::console::web
