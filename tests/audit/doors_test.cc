// What must not compile, stated where the compiler checks it: nobody but the Log makes a Receipt or
// begins a write.
#include <gtest/gtest.h>

#include <concepts>
#include <type_traits>

#include "audit/log.h"

namespace concordat::audit {
namespace {

template <class... Arguments>
concept MakesReceipt = requires(Arguments... arguments) {
  Receipt{{}, arguments...};
};
static_assert(!MakesReceipt<EventKind, Sequence, Digest, Digest>);
static_assert(!std::default_initializable<Receipt> && !std::copyable<Receipt> && std::movable<Receipt>);
static_assert(!std::default_initializable<Passkey<Log>>);

template <class E>
concept BeginsWrite = requires(const E& env) {
  WriteTxn::begin({}, env);
};
static_assert(!BeginsWrite<Env>);
static_assert(!std::default_initializable<WriteTxn> && !std::copyable<WriteTxn>);

template <class T>
concept CommitsNamed = requires(T& txn) {
  txn.commit();
};
static_assert(!CommitsNamed<WriteTxn>);  // only std::move(txn).commit(): a transaction is used up by it

static_assert(!std::copyable<Log> && std::movable<Log>);
static_assert(!std::convertible_to<std::uint64_t, Sequence>);

TEST(Doors, AreCheckedByTheCompiler) {
  // The passkeys above guard these and no other doors of this folder.
  EXPECT_TRUE(
      (std::is_constructible_v<Receipt, Passkey<Log>, EventKind, Sequence, const Digest&, const Digest&>));
}

}  // namespace
}  // namespace concordat::audit
