#include "adapters/web/out_shelf.h"

#include <algorithm>

#include "adapters/link/folders.h"

namespace concordat::adapters::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t meta_bytes_max = 1024 * 1024;
constexpr std::size_t document_bytes_max = 64U * 1024 * 1024;
constexpr std::string_view meta_ending = ".meta.json";

fs::path meta_of(const fs::path& document) { return document.parent_path() / (document.stem().string() + std::string{meta_ending}); }

// Sequences are whole numbers without leading noughts: the longer is the greater.
bool is_before(const std::string& a, const std::string& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }

}  // namespace

// Documents alone: what describes them does not count, nor what is being written.
std::vector<std::string> OutShelf::names() const {
  std::vector<std::string> out;
  std::error_code failed;
  for (fs::directory_iterator at{config_.out, failed}, end; !failed && at != end; at.increment(failed)) {
    std::string name = at->path().filename().string();
    const bool is_document = fs::is_regular_file(at->symlink_status(failed)) && !name.starts_with('.') && !name.ends_with(meta_ending) &&
                             name.find(".new-") == std::string::npos;
    if (is_document) out.push_back(std::move(name));
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool OutShelf::is_empty() const { return names().empty(); }

Shelved OutShelf::describe(const std::string& name) const {
  const auto bytes = read_file(meta_of(config_.out / name), meta_bytes_max);
  auto json = bytes ? read_json(*bytes) : Outcome<Json>{Fail{Problems{}}};
  return {name, json ? std::move(*json) : Json{}};
}

std::vector<Shelved> OutShelf::list() const {
  std::vector<Shelved> out;
  for (const std::string& name : names()) out.push_back(describe(name));
  std::stable_sort(out.begin(), out.end(), [](const Shelved& a, const Shelved& b) {
    return is_before(a.described["sequence"].text, b.described["sequence"].text);
  });
  return out;
}

std::optional<Shelved> OutShelf::find(const std::string& name) const {
  const auto there = names();
  if (std::find(there.begin(), there.end(), name) == there.end()) return std::nullopt;
  return describe(name);
}

Result<Bytes, FileError> OutShelf::read(const Shelved& shelved) const { return read_file(config_.out / shelved.name, document_bytes_max); }

Result<Unit, FileError> OutShelf::remove(const Shelved& shelved) const {
  TRY(const Unit gone, link::remove_file(config_.out / shelved.name));
  static_cast<void>(gone);
  return link::remove_file(meta_of(config_.out / shelved.name));
}

std::string content_type_of(std::string_view name) {
  if (name.ends_with(".json")) return "application/json";
  if (name.ends_with(".xml")) return "application/xml";
  if (name.ends_with(".csv")) return "text/csv; charset=utf-8";
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  return "application/octet-stream";
}

}  // namespace concordat::adapters::web
