// Runs a fuzz target over its seeds without libFuzzer: each as it is, cut short, and with bytes changed.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

void run(const std::string& input) {
  // An allocation of exactly its size, so that the address sanitizer sees a read past the end.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

void replay(const std::string& seed) {
  constexpr std::size_t variants = 64;
  run(seed);
  const std::size_t step = std::max<std::size_t>(1, seed.size() / variants);
  for (std::size_t at = 0; at < seed.size(); at += step) {
    run(seed.substr(0, at));
    std::string changed = seed;
    for (const unsigned mask : {0x01U, 0x80U, 0xffU}) {
      changed[at] = static_cast<char>(static_cast<unsigned char>(seed[at]) ^ mask);
      run(changed);
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t replayed = 0;
  for (int i = 1; i < count; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator{arguments[i]}) {
      std::ifstream in{entry.path(), std::ios::binary};
      replay({std::istreambuf_iterator<char>{in}, {}});
      ++replayed;
    }
  }
  std::printf("%zu seeds replayed\n", replayed);
  return replayed == 0 ? 1 : 0;
}
