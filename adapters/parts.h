// A document too large to hold, in parts that are each a whole document of the same format: a census of a few hundred
// children at a time, a class list of a few thousand rows. Each part is translated as any document is; what it says of
// lines and of children is then moved to where they stand in the whole. Holds one part at a time, however long the whole.
//
//   Parts parts{[&](char* into, std::size_t size) { return read(into, size); }};
//   while (auto part = parts.next()) use(parts.translate(kind, *part));
//
// XML splits at the children of `Children` (the census) and of `CTFpupilData` (the Common Transfer File), CSV at rows. A
// document that is neither comes as one part, cut off just past the limit, so that it is refused as too large.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/native.h"

namespace concordat::adapters {

struct Part {
  Bytes bytes;
  std::uint32_t header_lines = 0;   // of the part: lines up to here stand where they stood
  std::uint32_t lines_before = 0;   // to be added to the lines after them
  std::size_t items_before = 0;     // children in earlier parts
};

class Parts {
public:
  // Fills up to `size` bytes and says how many; none at the end.
  using Source = std::function<std::size_t(char* into, std::size_t size)>;

  explicit Parts(Source source, std::size_t part_bytes = std::size_t{1} << 18);

  std::optional<Part> next();
  // A part's own translation, its places those of the whole document. A class list's NHS number that stood in an earlier
  // part is rejected here: which of the two is right cannot be known, and the earlier has gone.
  Outcome<Translated> translate(const Kind& kind, const std::string& name, Part part);

private:
  enum class Shape : std::uint8_t { unknown, xml, csv, other, finished };

  bool fill();                 // more of the document, if there is more
  bool has(std::size_t size);  // at least this much of it is in hand
  void begin();
  std::optional<Part> next_xml();
  std::optional<Part> next_csv();
  std::optional<Part> whole();
  Part part_of(std::string_view items, std::string_view closers);
  std::size_t token_end(std::size_t from);
  void drop(std::size_t size);
  bool is_repeated(const Translation& message);

  Source source_;
  std::size_t part_bytes_;
  Shape shape_ = Shape::unknown;
  bool is_at_end_ = false;
  std::string buffer_;        // not yet handed out
  std::string header_;        // what every part begins with
  std::string closers_;       // what every part but the last ends with
  std::uint32_t line_ = 1;    // where the buffer begins
  std::size_t items_ = 0;     // handed out so far
  std::vector<std::uint64_t> numbers_;  // NHS numbers seen, in a table of open addresses; 0 is none
  std::size_t number_count_ = 0;
};

}  // namespace concordat::adapters
