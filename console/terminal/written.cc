#include "console/terminal/written.h"

#include <algorithm>

#include "adapters/daemon/config.h"
#include "adapters/json.h"
#include "adapters/link/folders.h"
#include "base/file.h"

namespace concordat::console {
namespace fs = std::filesystem;

constexpr std::size_t meta_bytes_max = 4U << 20;

std::vector<fs::path> adapter_folders(const fs::path& area) {
  std::vector<fs::path> found;
  std::error_code failed;
  for (fs::directory_iterator at{area / "adapters", failed}, end; !failed && at != end; at.increment(failed))
    if (fs::exists(at->path() / "adapter.toml", failed)) found.push_back(at->path());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<Written> written_of(const fs::path& area, const std::string& message) {
  std::vector<Written> found;
  for (const fs::path& folder : adapter_folders(area)) {
    const auto config = adapters::read_config(folder / "adapter.toml");
    if (!config) continue;
    std::error_code failed;
    for (fs::directory_iterator at{config->out, failed}, end; !failed && at != end; at.increment(failed)) {
      if (!at->path().string().ends_with(".meta.json")) continue;
      const auto bytes = read_file(at->path(), meta_bytes_max);
      if (!bytes) continue;
      const auto meta = adapters::read_json(*bytes);
      if (meta && (*meta)["message"].text == message) found.push_back({config->agency.value(), config->out / (*meta)["document"].text});
    }
  }
  return found;
}

}  // namespace concordat::console
