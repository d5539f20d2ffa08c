// A JSON document as a tree of ours, and back to text. The JSON library is named only in json.cc; the
// tree keeps what that library drops: the line each value stood on, and the literal text of numbers.
//
//   TRY(const Json document, read_json(input.bytes));
//   const Json& party = document["caseData"]["children1"];   // an absent member is a null Json
//   for (const Json& child : party.items) …child["value"]["party"]["firstName"].text…
//
// The tree remembers what of it was asked for, so that adapters/unread.h can tell what nobody looked at.
//
//   Json out = Json::object();
//   out.put("la_code", "211").put("purge", Json::boolean("false"));
//   write_json(out);
//
// A Json is a value: copying copies the tree. The tree is at most document_depth_max deep when read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/native.h"

namespace concordat::adapters {

struct Json {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  std::uint32_t line = 0;    // where it began in the document; 0 in a tree made here
  std::string key;           // its name, as a member of an object
  std::string text;          // of a string, its value; of a number or boolean, its literal
  std::vector<Json> items;   // of an array or object, in document order
  mutable bool is_read = false;  // somebody asked for it by name or position; one thread reads a document

  bool is_null() const { return kind == Kind::null; }
  bool is_object() const { return kind == Kind::object; }
  bool is_array() const { return kind == Kind::array; }
  bool is_string() const { return kind == Kind::string; }
  bool is_yes() const;  // boolean true, or the string "Yes", "yes", "true"

  // A member by name, or an array's element: the null Json where there is none. What is found counts as read.
  const Json& operator[](std::string_view name) const;
  const Json& at(std::size_t index) const;
  // For who walks `items` instead of asking by name: it, and all below it, is read.
  void read_whole() const;
  std::size_t node_count() const;  // itself and everything below it
  bool has(std::string_view name) const { return !(*this)[name].is_null(); }

  static Json object();
  static Json array();
  static Json string(std::string_view value);
  static Json number(std::string_view literal);
  static Json boolean(std::string_view literal);

  // Adds a member or an element; `name` must not lie in `value`, which is moved from. `put` leaves out what is null or empty, so that absence stays absence.
  Json& put(std::string_view name, Json value);
  Json& put(std::string_view name, std::string_view value);
  Json& push(Json value);
};

// Codes: those of decode_text, malformed-json (a syntax error, or a name given twice with two values), too-deep,
// too-large.
Outcome<Json> read_json(ByteView bytes);
// Two spaces of indent and a final newline.
std::string write_json(const Json& value);

}  // namespace concordat::adapters
