// Who may include whom (ARCHITECTURE.md, "The house").
#include <gtest/gtest.h>

#include <set>

#include "tests/tidy/tree.h"

namespace concordat::tidy {
namespace {

struct Layer {
  std::string folder;
  std::vector<std::string> may_include;  // prefixes
};

// The longest folder that fits a file says what it may include. `audit` is three layers in one folder:
// its proof headers are for anyone above schemas, its reader's for the console, its writer's for the broker.
const std::vector<std::string> audit_proof{"audit/annex.h", "audit/checkpoint.h", "audit/cosignature.h", "audit/entry.h", "audit/event.h", "audit/event_kind.h",
                                           "audit/note.h", "audit/prove.h", "audit/receipt.h", "audit/tree.h", "audit/tree_proof.h", "audit/key_change.h", "audit/log_keys.h", "audit/notes_file.h"};
const std::set<std::string> audit_writer{"audit/log.h", "audit/log_state.h", "audit/plan.h", "audit/verify_live.h"};

std::vector<Layer> layers() {
  std::vector<std::string> link{"base/", "schemas/", "adapters/link/", "adapters/native.h"};
  link.insert(link.end(), audit_proof.begin(), audit_proof.end());
  std::vector<Layer> all{
      {"base", {"base/"}},
      {"schemas", {"base/", "schemas/"}},
      {"policy", {"base/", "schemas/", "policy/"}},
      {"audit", {"base/", "schemas/", "audit/"}},
      {"broker", {"base/", "schemas/", "policy/", "audit/", "broker/"}},
      {"adapters", {"base/", "schemas/", "adapters/"}},
      {"adapters/link", link},
      {"adapters/daemon", {"base/", "schemas/", "policy/", "adapters/"}},  // ADR 0052: the leak guard and what may be passed on
      {"adapters/setup", {"base/", "schemas/", "policy/", "adapters/"}},  // ADR 0085: a trial decides as the gate would
      {"console/asking", {"base/", "schemas/", "audit/reports/", "audit/log_keys.h", "adapters/link/", "console/asking/"}},
      {"console/drafting", {"base/", "schemas/", "policy/", "console/asking/", "console/drafting/"}},
      {"console/papers", {"base/", "schemas/", "policy/", "audit/reports/", "console/papers/"}},
      {"console/terminal", {"base/", "schemas/", "policy/", "audit/", "adapters/", "console/asking/", "console/drafting/", "console/papers/", "console/terminal/"}},
      {"console/web", {"base/", "schemas/", "policy/", "audit/", "adapters/", "console/asking/", "console/drafting/", "console/papers/", "console/web/"}},
      {"adapters/client", {"base/", "schemas/", "adapters/"}},
      {"adapters/web", {"base/", "schemas/", "adapters/"}},
      {"deploy/examples", {}},  // of another tree: what is installed, and nothing else
      {"tests", {""}},
  };
  for (const std::string agency : {"council", "nhs", "police", "probation", "school"})
    all.push_back({"adapters/" + agency, {"base/", "schemas/", "adapters/link/", "adapters/" + agency + "/"}});
  return all;
}

const Layer* layer_of(const std::vector<Layer>& all, const SourceFile& file) {
  const Layer* found = nullptr;
  for (const Layer& layer : all)
    if (file.is_under(layer.folder) && (found == nullptr || layer.folder.size() > found->folder.size())) found = &layer;
  return found;
}

bool is_allowed(const Layer& layer, const std::string& include) {
  for (const std::string& prefix : layer.may_include)
    if (include.starts_with(prefix)) return true;
  // An agency's translation also stands on the adapters' shared readers, which lie beside it.
  return layer.folder.starts_with("adapters/") && layer.folder != "adapters/link" && include.starts_with("adapters/") &&
         include.find('/', 9) == std::string::npos;
}

TEST(Layering, every_include_points_down) {
  const auto all = layers();
  std::size_t checked = 0;
  for (const SourceFile& file : tree()) {
    if (!file.is_code()) continue;
    const Layer* layer = layer_of(all, file);
    ASSERT_NE(layer, nullptr) << file.path << " lies in no layer";
    for (const std::string& include : includes_of(file).quoted) {
      ++checked;
      const bool says_folder = include.find('/') != std::string::npos;
      EXPECT_TRUE(says_folder || file.is_under("tests")) << file.path << " includes " << include << " without its folder";
      EXPECT_TRUE(is_allowed(*layer, include)) << file.path << " may not include " << include;
    }
  }
  EXPECT_GT(checked, 50U);
}

TEST(Layering, only_the_broker_writes_the_log) {
  for (const SourceFile& file : tree()) {
    if (!file.is_code() || file.is_under("audit") || file.is_under("broker") || file.is_under("tests")) continue;
    for (const std::string& include : includes_of(file).quoted) EXPECT_FALSE(audit_writer.contains(include)) << file.path << " includes " << include;
  }
  for (const SourceFile& file : tree()) {
    if (file.file_name() != "CMakeLists.txt" || file.is_under("audit") || file.is_under("broker") || file.is_under("tests")) continue;
    EXPECT_EQ(file.text.find("concordat_audit_writer"), std::string::npos) << file.path << " links the log's writer";
  }
}

TEST(Layering, the_gate_knows_no_clock_file_socket_or_logger) {
  for (const SourceFile& file : tree()) {
    if (!file.is_code() || !file.is_under("policy")) continue;
    for (const std::string& include : includes_of(file).angled)
      for (const std::string forbidden : {"fstream", "iostream", "filesystem", "cstdio", "thread", "sys/", "unistd.h", "spdlog", "zmq", "lmdb"})
        EXPECT_FALSE(include.starts_with(forbidden)) << file.path << " includes <" << include << ">";
    for (const std::string& include : includes_of(file).quoted) EXPECT_NE(include, "base/file.h") << file.path;
  }
}

}  // namespace
}  // namespace concordat::tidy
