#include "adapters/json.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

// Walks the text for the parser and tells how far it has read.
class CountingIterator {
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* read) : at_(at), read_(read) {}
  const char& operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*read_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.at_ == b.at_; }

private:
  const char* at_;
  std::size_t* read_;
};

// Builds our tree from the parser's events. Returning false stops the parser.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
public:
  TreeBuilder(std::string_view text, const std::size_t* read) : read_(read) {
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] == '\n') newlines_.push_back(i);
  }

  bool null() override { return leaf(Json::Kind::null, {}); }
  bool boolean(bool value) override { return leaf(Json::Kind::boolean, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return leaf(Json::Kind::number, std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return leaf(Json::Kind::number, std::to_string(value)); }
  bool number_float(number_float_t, const string_t& literal) override { return leaf(Json::Kind::number, literal); }
  bool string(string_t& value) override { return leaf(Json::Kind::string, std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::Kind::object); }
  bool end_object() override {
    return drop_repeats(open_.back().items) && close();
  }
  bool start_array(std::size_t) override { return open(Json::Kind::array); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    name_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return stop("malformed-json", "the text is not JSON here, or ends too soon");
  }

  Json root;
  std::optional<schemas::Problem> problem;

private:
  std::uint32_t line() {
    // The parser has read one character past a number, which may be the newline after it.
    const std::size_t last = *read_ == 0 ? 0 : *read_ - 1;
    while (lines_ < newlines_.size() && newlines_[lines_] < last) ++lines_;
    while (lines_ > 0 && newlines_[lines_ - 1] >= last) --lines_;
    return static_cast<std::uint32_t>(1 + lines_);
  }
  bool stop(std::string_view code, std::string_view what) {
    if (!problem) problem = schemas::Problem{std::string{code}, line_place(line()), std::string{what}};
    return false;
  }
  // A member said twice over is said once; of two values under one name nobody can know which is meant.
  bool drop_repeats(std::vector<Json>& members) {
    if (members.size() < 2 || !may_repeat(members)) return true;
    std::vector<const Json*> by_name;
    for (const Json& member : members) by_name.push_back(&member);
    std::stable_sort(by_name.begin(), by_name.end(), [](const Json* a, const Json* b) { return a->key < b->key; });
    std::vector<const Json*> repeats;
    for (std::size_t i = 1; i < by_name.size(); ++i) {
      if (by_name[i]->key != by_name[i - 1]->key) continue;
      if (!is_same(*by_name[i], *by_name[i - 1]))
        return stop("malformed-json", "the object that ends here gives the same name twice: keep one of them");
      repeats.push_back(by_name[i]);
    }
    if (repeats.empty()) return true;
    std::vector<Json> kept;
    for (Json& member : members)
      if (std::find(repeats.begin(), repeats.end(), &member) == repeats.end()) kept.push_back(std::move(member));
    members = std::move(kept);
    return true;
  }
  // Of few members, which are most objects, comparing each with each is less than sorting them.
  static bool may_repeat(const std::vector<Json>& members) {
    if (members.size() > 16) return true;
    for (std::size_t i = 1; i < members.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (members[i].key == members[j].key) return true;
    return false;
  }
  static bool is_same(const Json& a, const Json& b) {
    return a.kind == b.kind && a.text == b.text &&
           std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), [](const Json& one, const Json& other) {
             return one.key == other.key && is_same(one, other);
           });
  }
  bool leaf(Json::Kind kind, std::string text) {
    Json value{.kind = kind, .line = line(), .key = std::move(name_), .text = std::move(text), .items = {}};
    name_.clear();
    return place(std::move(value));
  }
  bool open(Json::Kind kind) {
    if (open_.size() >= static_cast<std::size_t>(document_depth_max))
      return stop("too-deep", "the document nests deeper than 100 levels");
    open_.push_back({.kind = kind, .line = line(), .key = std::move(name_), .text = {}, .items = {}});
    name_.clear();
    return true;
  }
  bool close() {
    Json value = std::move(open_.back());
    open_.pop_back();
    return place(std::move(value));
  }
  bool place(Json value) {
    if (++nodes_ > document_nodes_max) return stop("too-large", "the document holds more than 500000 values: split it and send the parts");
    if (open_.empty())
      root = std::move(value);
    else
      open_.back().items.push_back(std::move(value));
    return true;
  }

  const std::size_t* read_;
  std::vector<std::size_t> newlines_;
  std::size_t lines_ = 0;  // newlines before what was last read
  std::vector<Json> open_;
  std::string name_;
  std::size_t nodes_ = 0;
};

const Json absent{};

Json made(Json::Kind kind, std::string_view text) {
  return {.kind = kind, .line = 0, .key = {}, .text = std::string{text}, .items = {}};
}

}  // namespace

bool Json::is_yes() const {
  return (kind == Kind::boolean || kind == Kind::string) && (iequals(text, "yes") || iequals(text, "true"));
}

const Json& Json::operator[](std::string_view name) const {
  if (kind == Kind::object)
    for (const Json& item : items)
      if (item.key == name) {
        item.is_read = true;
        return item;
      }
  return absent;
}

const Json& Json::at(std::size_t index) const {
  if (kind != Kind::array || index >= items.size()) return absent;
  items[index].is_read = true;
  return items[index];
}

void Json::read_whole() const {
  is_read = true;
  for (const Json& item : items) item.read_whole();
}

std::size_t Json::node_count() const {
  std::size_t count = 1;
  for (const Json& item : items) count += item.node_count();
  return count;
}

Json Json::object() { return made(Kind::object, {}); }
Json Json::array() { return made(Kind::array, {}); }
Json Json::string(std::string_view value) { return made(Kind::string, value); }
Json Json::number(std::string_view literal) { return made(Kind::number, literal); }
Json Json::boolean(std::string_view literal) { return made(Kind::boolean, literal); }

Json& Json::put(std::string_view name, Json value) {
  const bool is_empty = value.kind == Kind::string ? value.text.empty()
                                                   : (value.is_object() || value.is_array()) && value.items.empty();
  if (value.is_null() || is_empty) return *this;
  value.key = std::string{name};
  items.push_back(std::move(value));
  return *this;
}

Json& Json::put(std::string_view name, std::string_view value) { return put(name, string(value)); }

Json& Json::push(Json value) {
  items.push_back(std::move(value));
  return *this;
}

Outcome<Json> read_json(ByteView bytes) {
  TRY(const DecodedText decoded, decode_text(bytes, Undeclared::refuse));
  std::size_t read = 0;
  TreeBuilder builder{decoded.text, &read};
  const char* const begin = decoded.text.data();
  const bool is_whole = nlohmann::json::sax_parse(CountingIterator{begin, &read},
                                                  CountingIterator{begin + decoded.text.size(), &read}, &builder);
  if (builder.problem) return Fail{Problems{*builder.problem}};
  if (!is_whole) return refuse("malformed-json", "document", "the text is not JSON");
  return std::move(builder.root);
}

}  // namespace concordat::adapters
