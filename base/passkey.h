// A Passkey<T> can be made only by T. A function that takes one can be called by anyone to whom T
// hands it, so `grep Passkey` lists every guarded door in the tree. Fewer than ten: count them.
#pragma once

namespace concordat {

template <class Holder>
class Passkey {
  friend Holder;
  Passkey() = default;  // declared, so no aggregate in C++20, so `{}` cannot forge a key
};

}  // namespace concordat
