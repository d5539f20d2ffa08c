// By what a person is found: names misspelt, turned round and transliterated; runs and the index made of them.
#include <gtest/gtest.h>

#include <algorithm>

#include "audit/subject/index.h"
#include "audit/subject/name_form.h"
#include "base/text.h"
#include "tests/audit/scratch.h"

namespace concordat::audit {
namespace {

Person person(std::string given, std::string family, std::string_view born) {
  return {.identifiers = {}, .names = {{std::move(given), std::move(family)}}, .birth_date = parse_date(born)};
}

// The surest grade at which a question finds what was written; nothing if it does not.
std::optional<Grade> match(const Person& written, const Person& asked) {
  std::optional<Grade> best;
  for (const Key& key : question_keys_of(asked))
    for (const Key& stored : keys_of(written))
      if (stored.text == key.text && (!best || key.grade < *best)) best = key.grade;
  return best;
}

struct Case {
  const char* what;
  Person written;
  Person asked;
  std::optional<Grade> grade;
};

TEST(SubjectKeys, a_name_is_found_as_people_spell_it) {
  const std::vector<Case> cases{
      {"the same", person("Axel", "Rudakubana", "2006-08-07"), person("Axel", "Rudakubana", "2006-08-07"), Grade::exact},
      {"case, accents and punctuation", person("Máire", "O'Brien-Łukasz", "1990-02-03"), person("MAIRE", "OBrien Lukasz", "1990-02-03"), Grade::exact},
      {"turned round", person("Khan", "Imran", "1990-12-30"), person("Imran", "Khan", "1990-12-30"), Grade::exact},
      {"transliterated", person("Mohammed", "Hussain", "2001-05-20"), person("Muhammad", "Hussein", "2001-05-20"), Grade::variant},
      {"a short form", person("William", "Turner", "2009-01-15"), person("Bill", "Turner", "2009-01-15"), Grade::variant},
      {"day and month swapped", person("William", "Turner", "2009-04-05"), person("William", "Turner", "2009-05-04"), Grade::variant},
      {"misspelt", person("Axel", "Rudakubana", "2006-08-07"), person("Axel", "Rudacubanna", "2006-08-07"), Grade::sound},
      {"misspelt, day and month swapped", person("Stephen", "Clarke", "2006-08-07"), person("Steven", "Clark", "2006-07-08"), Grade::sound},
      {"one name quite otherwise", person("Axel Muganwa", "Rudakubana", "2006-08-07"), person("Alex", "Rudakubana", "2006-08-07"), Grade::one},
      {"a middle name left out", person("Mary Anne", "Jones", "2006-08-07"), person("Mary", "Jones", "2006-08-07"), Grade::sound},
      {"Mc joined", person("Sean", "Mc Donald", "2006-08-07"), person("Sean", "McDonald", "2006-08-07"), Grade::exact},
      {"another birth date", person("Axel", "Rudakubana", "2006-08-07"), person("Axel", "Rudakubana", "2006-08-09"), std::nullopt},
      {"another person born that day", person("Axel", "Rudakubana", "2006-08-07"), person("Priya", "Nair", "2006-08-07"), std::nullopt},
      {"no Latin letters", person("Юлия", "Петрова", "1990-01-31"), person("юлия", "ПЕТРОВА", "1990-01-31"), Grade::exact},
  };
  for (const Case& tried : cases) EXPECT_EQ(match(tried.written, tried.asked), tried.grade) << tried.what;
}

TEST(SubjectKeys, an_identifier_is_found_however_it_is_spaced) {
  const Person written{.identifiers = {{"nhsNumber", "9434765919"}}, .names = {}, .birth_date = {}};
  EXPECT_EQ(match(written, {.identifiers = {{"nhsNumber", "943 476 5919"}}, .names = {}, .birth_date = {}}), Grade::identifier);
  EXPECT_EQ(match(written, {.identifiers = {{"upn", "9434765919"}}, .names = {}, .birth_date = {}}), std::nullopt);
}

TEST(SubjectKeys, a_name_whose_sender_knew_no_birth_date_is_its_own_grade) {
  const Person undated = person("Bill", "Turner", "");
  EXPECT_EQ(match(undated, person("William", "Turner", "")), Grade::undated);
  EXPECT_EQ(match(undated, person("William", "Turner", "2009-01-15")), Grade::undated);
  EXPECT_EQ(match(person("Bill", "Turner", "2009-01-15"), undated), std::nullopt) << "a name alone finds nobody whose date is known";
}

TEST(NameGroups, hold_each_word_once_in_folded_letters) {
  std::set<std::string> seen;
  for (const std::string& line : split(name_groups(), '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    for (const std::string& word : split(line, ' ')) {
      EXPECT_TRUE(seen.insert(word).second) << word;
      EXPECT_EQ(name_words(word), std::vector<std::string>{word});
      EXPECT_EQ(name_group(word), split(line, ' ').front());
    }
  }
  EXPECT_GT(seen.size(), 300U);
}

HandleRow row(unsigned handle, std::uint64_t first, Bearing bearing = Bearing::subject) {
  HandleRow made{.handle = {}, .first = first, .entries = 2, .bearing = bearing};
  made.handle[0] = static_cast<std::byte>(handle);
  made.handle[15] = std::byte{0xff};
  return made;
}

TEST(Run, has_one_encoding) {
  const Bytes bytes = encode_run(3, {row(2, 9), row(1, 7), row(2, 9)});
  const auto run = decode_run(bytes);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->generation, 3U);
  EXPECT_EQ(run->rows, (std::vector{row(1, 7), row(2, 9)}));
  for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(decode_run(ByteView{bytes}.first(i))) << i;
  Bytes unsorted = bytes;
  std::rotate(unsorted.begin() + 9, unsorted.begin() + 9 + 27, unsorted.end());
  EXPECT_FALSE(decode_run(unsorted));
  Bytes odd = bytes;
  odd.back() = std::byte{9};
  EXPECT_FALSE(decode_run(odd)) << "no such bearing";
}

TEST(Run, is_looked_into_where_it_lies_as_if_it_had_been_decoded) {
  std::vector<HandleRow> rows;
  for (unsigned i = 0; i < 60; ++i) rows.push_back(row(i / 3 * 2, i));  // three of each even handle
  const Bytes bytes = encode_run(3, rows);
  const auto run = decode_run(bytes);
  ASSERT_TRUE(run);
  for (unsigned handle = 0; handle < 45; ++handle) {
    std::vector<HandleRow> wanted;
    std::copy_if(run->rows.begin(), run->rows.end(), std::back_inserter(wanted), [&](const HandleRow& one) { return one.handle == row(handle, 0).handle; });
    EXPECT_EQ(find_in_run(bytes, row(handle, 0).handle), wanted) << handle;
  }
  EXPECT_EQ(find_in_run(encode_run(1, {}), row(1, 0).handle), std::vector<HandleRow>{});
  for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(find_in_run(ByteView{bytes}.first(i), row(2, 0).handle)) << i;
  Bytes odd = bytes;
  odd.back() = std::byte{9};
  EXPECT_FALSE(find_in_run(odd, rows.back().handle)) << "no such bearing";
}

SearchIndex::MarkOf marks(std::string_view log, std::uint64_t size) {
  return [=](std::uint64_t sequence) { return sequence < size ? std::optional{sha256(as_bytes(std::string{log} + std::to_string(sequence)))} : std::nullopt; };
}
Gleaning ten(std::vector<HandleRow> rows, std::vector<About> abouts = {}) {
  return {.from = 0, .end = 10, .mark = *marks("a", 10)(9), .rows = std::move(rows), .abouts = std::move(abouts)};
}

constexpr std::size_t small_map = std::size_t{64} << 20;

TEST(SearchIndex, finds_what_it_took_and_remembers_how_far) {
  const Scratch scratch;
  const auto log = marks("a", 10);
  const auto folder = scratch.root() / "index";
  {
    auto index = SearchIndex::open(folder, log, small_map);
    ASSERT_TRUE(index);
    ASSERT_TRUE(index->take(ten({row(2, 5), row(1, 3), row(1, 7, Bearing::related)}, {{3, 4}, {3, 9}})));
  }
  auto index = SearchIndex::open(folder, log, small_map);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->merged(), 10U);
  EXPECT_EQ(*index->find(row(1, 0).handle), (std::vector{row(1, 3), row(1, 7, Bearing::related)}));
  EXPECT_EQ(*index->about(3), (std::vector<std::uint64_t>{4, 9}));
  ASSERT_TRUE(index->forget(*index->find(row(1, 0).handle)));
  EXPECT_TRUE(index->find(row(1, 0).handle)->empty());
  EXPECT_EQ(index->find(row(2, 0).handle)->size(), 1U);
}

TEST(SearchIndex, begins_anew_for_another_log_an_older_copy_and_over_what_is_no_index) {
  const Scratch scratch;
  const auto folder = scratch.root() / "index";
  for (const auto& other : {marks("b", 10), marks("a", 9)}) {
    {
      auto index = SearchIndex::open(folder, marks("a", 10), small_map);
      ASSERT_TRUE(index && index->take(ten({row(1, 3)})));
    }
    auto index = SearchIndex::open(folder, other, small_map);
    ASSERT_TRUE(index);
    EXPECT_EQ(index->merged(), 0U);
    EXPECT_TRUE(index->find(row(1, 0).handle)->empty());
  }
  ASSERT_TRUE(write_file(folder / "data.mdb", as_bytes(std::string(100'000, 'x')), FileMode::owner_only));
  auto index = SearchIndex::open(folder, marks("a", 10), small_map);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->merged(), 0U);
}

}  // namespace
}  // namespace concordat::audit
