// What a browser asks and what it is answered, as plain values: no socket, no library. serve/http.h makes requests and sends
// responses; everything between is a function of them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace concordat::console::web {

enum class Method : std::uint8_t { get, post };
enum class Coding : std::uint8_t { plain, gzip };

// Of a query or a form: names and values, in order, decoded.
class Fields {
public:
  // application/x-www-form-urlencoded. Nothing if it is not that, holds more than 2,000 fields, or a value is not UTF-8.
  static std::optional<Fields> parse(std::string_view encoded);
  void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
  bool has(std::string_view name) const;
  std::string text(std::string_view name) const;      // the first, without white space at its ends; empty if there is none
  std::string_view raw(std::string_view name) const;  // the first, as it is
  std::vector<std::string> texts(std::string_view name) const;
  const auto& all() const { return all_; }

private:
  std::vector<std::pair<std::string, std::string>> all_;
};

struct Request {
  Method method = Method::get;
  std::string path = "/";
  Fields query;
  Fields form;
  std::map<std::string, std::string, std::less<>> cookies;
  std::string host;                         // as the browser says
  std::string origin;                       // empty if it does not say
  std::string fetch_site;                   // Sec-Fetch-Site
  std::string peer;                         // its address
  Coding takes = Coding::plain;             // at best
  std::optional<std::string> vouched_for;   // by the reverse proxy, over its own socket: whom it has signed in
};

// Writes pieces until it is done or somebody has gone; false ends it.
using Pieces = std::function<bool(const std::function<bool(std::string_view)>& write)>;

struct Response {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  Pieces pieces;           // instead of a body
  bool may_be_kept = false;  // by browsers: what is the same for everybody
};

Coding best_coding(std::string_view accept_encoding);
Response redirect(std::string to);  // 303: the browser asks for it with GET
std::string url_encoded(std::string_view text);
std::map<std::string, std::string, std::less<>> parse_cookies(std::string_view header);

}  // namespace concordat::console::web
