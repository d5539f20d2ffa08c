// Each foreign library stands behind one narrow family of files, and only those files may catch.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "tests/tidy/tree.h"

namespace concordat::tidy {
namespace {

struct Library {
  std::string name;
  std::string include;   // pattern of what is included
  std::string files;     // pattern of who may
};

const std::vector<Library> libraries{
    {"OpenSSL", "openssl/.*", R"(base/(crypto|passwords)\.(h|cc)|console/web/serve/[a-z_]*\.cc|adapters/web/tls\.cc)"},  // who serves TLS
    {"utf8proc", "utf8proc\\.h", R"(base/text\.cc)"},
    {"Cap'n Proto", "(capnp|kj)/.*|.*\\.capnp\\.h",
     R"(schemas/(capnp_bytes\.h|(codec|decode|directory|encode|envelope|field_table|frame|json|payload|seal|signed_envelope|wire_tree)\.(h|cc)))"},
    {"Z3", "z3.*", R"(policy/solver\.cc)"},
    {"LMDB", "lmdb\\.h", R"(audit/lmdb\.(h|cc))"},
    {"ZeroMQ", "zmq.*", R"((broker/net|adapters/link)/.*|broker/main\.cc)"},
    {"pugixml", "pugixml.*", R"((adapters|console)/(.*/)?[a-z_]*\.(h|cc))"},
    {"nlohmann json", "nlohmann/.*", R"((adapters|console|audit|broker)/(.*/)?[a-z_]*\.cc)"},
    {"libcsv", "csv\\.h", R"(adapters/(.*/)?[a-z_]*\.cc)"},
    {"spdlog", "spdlog/.*", R"(broker/.*|adapters/((link|daemon)/.*|main\.cc)|console/.*)"},
    {"cpp-httplib", "httplib\\.h", R"(console/web/serve/http\.cc|adapters/web/http_[a-z_]*\.(h|cc))"},
    {"mustache", "kainjow/.*", R"(console/web/render\.cc)"},
    {"CLI11", "CLI/.*", R"((broker|adapters)/(.*/)?[a-z_]*\.cc|console/.*)"},
};

TEST(Confinement, libraries_are_named_only_where_they_are_wrapped) {
  for (const Library& library : libraries) {
    const std::regex include{library.include};
    const std::regex files{library.files};
    for (const SourceFile& file : tree()) {
      if (!file.is_code() || file.is_under("tests")) continue;
      const Includes includes = includes_of(file);
      for (const auto* kind : {&includes.angled, &includes.quoted})
        for (const std::string& named : *kind)
          EXPECT_FALSE(std::regex_match(named, include) && !std::regex_match(file.path, files)) << file.path << " names " << library.name;
    }
  }
}

// Exceptions are a library's way of speaking: they end in the file that names it.
TEST(Confinement, only_files_that_name_a_throwing_library_catch) {
  const std::regex caught{R"(\bcatch\s*\()"};
  const std::regex thrower{R"((capnp|kj|zmq|z3|nlohmann|spdlog|CLI|pugixml|toml\+\+).*|filesystem|.*\.capnp\.h)"};
  for (const SourceFile& file : tree()) {
    if (!file.is_code() || file.is_under("tests") || file.file_name() == "main.cc" || !std::regex_search(file.text, caught)) continue;
    // A library's wrapper header may name it in the .cc file's stead.
    Includes includes = includes_of(file);
    for (const std::string& own : includes_of(file).quoted)
      for (const SourceFile& header : tree())
        if (header.path == own)
          for (const std::string& named : includes_of(header).angled) includes.angled.push_back(named);
    includes.angled.insert(includes.angled.end(), includes.quoted.begin(), includes.quoted.end());
    EXPECT_TRUE(std::any_of(includes.angled.begin(), includes.angled.end(), [&](const std::string& named) { return std::regex_match(named, thrower); }))
        << file.path << " catches, but names no library that throws";
  }
}

// Never used: they trade the log's durability for speed.
TEST(Confinement, no_lmdb_flag_that_weakens_a_commit) {
  for (const SourceFile& file : tree()) {
    if (!file.is_code() || file.is_under("tests")) continue;
    for (const std::string flag : {"MDB_NOSYNC", "MDB_NOMETASYNC", "MDB_WRITEMAP", "MDB_NOMEMINIT", "MDB_NOLOCK", "MDB_MAPASYNC"})
      EXPECT_EQ(file.text.find(flag), std::string::npos) << file.path << " says " << flag;
  }
}

// "grep Passkey lists every guarded door": fewer than ten, or nobody reads the list.
TEST(Confinement, fewer_than_ten_doors_take_a_passkey) {
  const std::regex door{R"(Passkey<[A-Za-z_:]+>)"};
  std::vector<std::string> doors;
  for (const SourceFile& file : tree()) {
    if (!file.path.ends_with(".h") || file.is_under("tests") || file.path == "base/passkey.h") continue;
    for (std::sregex_iterator at{file.text.begin(), file.text.end(), door}, end; at != end; ++at) doors.push_back(file.path + ": " + at->str());
  }
  EXPECT_GE(doors.size(), 2U);
  EXPECT_LT(doors.size(), 10U) << testing::PrintToString(doors);
}

}  // namespace
}  // namespace concordat::tidy
