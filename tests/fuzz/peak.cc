#include "tests/fuzz/peak.h"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

std::ptrdiff_t held = 0;  // since the counting began; what is given back may be older
std::ptrdiff_t peak = 0;

void* take(std::size_t size) {
  void* const found = std::malloc(size == 0 ? 1 : size);
  if (found == nullptr) throw std::bad_alloc{};
  held += static_cast<std::ptrdiff_t>(malloc_usable_size(found));
  peak = std::max(peak, held);
  return found;
}
void give_back(void* what) noexcept {
  if (what != nullptr) held -= static_cast<std::ptrdiff_t>(malloc_usable_size(what));
  std::free(what);
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void operator delete(void* what) noexcept { give_back(what); }
void operator delete[](void* what) noexcept { give_back(what); }
void operator delete(void* what, std::size_t) noexcept { give_back(what); }
void operator delete[](void* what, std::size_t) noexcept { give_back(what); }

namespace concordat::fuzz {

void start_counting() {
  held = 0;
  peak = 0;
}
std::size_t stop_counting() { return static_cast<std::size_t>(peak); }

}  // namespace concordat::fuzz
