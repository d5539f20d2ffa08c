// A log that somebody edited: one byte of one entry, and the check of a copy names that entry.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/crypto.h"
#include "tests/e2e/area_fixture.h"

namespace concordat::e2e {
namespace {

struct Place {
  std::uint64_t entry;
  std::vector<std::size_t> at;  // in the file
  std::size_t size;
};

// Where each entry's bytes lie in data.mdb: searched for, as LMDB stores values unaltered. They may lie in pages that are free
// again too; which of them counts only LMDB knows, so all are changed.
std::vector<Place> places_of(const std::filesystem::path& copy, const std::string& file) {
  std::vector<Place> places;
  const auto read = audit::read_log(copy, [&](const audit::Slice& slice) {
    for (const audit::Numbered entry : slice.entries) {
      Place place{entry.number, {}, entry.bytes.size()};
      for (std::size_t at = file.find(as_text(entry.bytes)); at != std::string::npos; at = file.find(as_text(entry.bytes), at + 1)) place.at.push_back(at);
      EXPECT_FALSE(place.at.empty()) << entry.number;
      places.push_back(std::move(place));
    }
    return true;
  });
  EXPECT_TRUE(read);
  return places;
}

TEST(Tampering, with_any_one_byte_of_an_entry_is_found_and_named) {
  Area area;
  area.start_all();
  area.put("school", sample_name("school"), sample("school"));
  ASSERT_TRUE(area.wait_for([&] { return area.documents("police").size() + area.documents("council").size() + area.documents("nhs").size() == 3; }));
  for (const std::string& kind : all_kinds) area.stop(kind);
  area.stop("broker");

  const auto copy = area.copy_log("evidence");
  const std::string good = read_text(copy / "data.mdb");
  const std::vector<Place> places = places_of(copy, good);
  ASSERT_GE(places.size(), 8U);
  const audit::CheckOptions options{.key = area.directory().log_key, .known = {}};
  ASSERT_TRUE(audit::fsck(copy, options).ok());
  const schemas::Directory directory = area.directory();
  const auto verify = [&] {
    return area.command({"audit", "verify", "--log", copy.string(), "--key", to_hex(directory.log_key.bytes), "--origin", directory.log_origin});
  };
  EXPECT_EQ(verify().exit_code, 0);
  for (const Place& place : places) {
    // First, last, and one between, so that every part of an entry is touched over the whole log.
    for (const std::size_t offset : {std::size_t{0}, place.size / 2, (place.entry * 7) % place.size, place.size - 1}) {
      std::string bad = good;
      for (const std::size_t at : place.at) bad[at + offset] = static_cast<char>(bad[at + offset] ^ 0x20);
      write_text(copy / "data.mdb", bad);
      const audit::FsckReport report = audit::fsck(copy, options);
      ASSERT_FALSE(report.ok()) << "entry " << place.entry << " byte " << offset;
      ASSERT_TRUE(report.wrong->entry) << audit::fault_code(report.wrong->fault);
      EXPECT_EQ(report.wrong->entry->value(), place.entry) << audit::fault_code(report.wrong->fault) << " byte " << offset;
    }
    const Ran verified = verify();
    EXPECT_EQ(verified.exit_code, 2) << verified.output;
    EXPECT_NE(verified.output.find("entry " + std::to_string(place.entry)), std::string::npos) << verified.output;
  }
}

}  // namespace
}  // namespace concordat::e2e
