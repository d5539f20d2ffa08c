// Opening a log: taking the folder, beginning a new log or verifying the last commit of the one that is
// there.
#include "audit/log_state.h"
#include "audit/sealed_annex.h"

namespace concordat::audit {
namespace {

Result<std::optional<KeyValue>, LogError> last_of(const ReadTxn& read, Store store) {
  auto last = read.last(index_of(store));
  if (!last) return Fail{log_error_of(last.error())};
  return std::move(*last);
}

Result<std::uint32_t, LogError> last_annex_generation(const Env& env) {
  const auto read = ReadTxn::begin(env);
  if (!read) return Fail{log_error_of(read.error())};
  TRY(const std::optional<KeyValue> last, last_of(*read, Store::annexes));
  return last ? annex_generation(last->value).value_or(0) : 0;
}

// The folder, made for its owner alone if it is not there; the names in it and of it survive a power cut.
Result<Unit, LogError> make_folder(const std::filesystem::path& folder) {
  std::error_code code;
  const bool made = std::filesystem::create_directories(folder, code);
  if (!code && made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, code);
  if (code) return Fail{code == std::errc::no_space_on_device ? LogError::full : LogError::locked};
  return Unit{};
}

// Entries [from, size), replayed onto the tree at `from`, give `tip` exactly; the entry before them is
// their predecessor.
Result<Tip, LogError> replay(const ReadTxn& read, std::uint64_t from, std::uint64_t size) {
  const NodeSource nodes = stored_nodes(read);
  auto frontier = Frontier::load(from, nodes);
  if (!frontier) return Fail{LogError::broken_chain};
  Tip tip{std::move(*frontier), {}};
  if (from > 0) {
    const auto before = read.get(index_of(Store::entries), key_of(from - 1));
    if (!before || !*before) return Fail{LogError::broken_chain};
    tip.last_hash = entry_hash(**before);
  }
  for (std::uint64_t sequence = from; sequence < size; ++sequence) {
    const auto stored = read.get(index_of(Store::entries), key_of(sequence));
    if (!stored || !*stored) return Fail{LogError::broken_chain};
    const auto entry = decode_entry(**stored);
    if (!entry || entry->sequence.value() != sequence || entry->previous != tip.last_hash)
      return Fail{LogError::broken_chain};
    std::vector<Digest> completed;
    tip.frontier.append(leaf_hash(**stored), completed);
    for (std::size_t i = 0; i < completed.size(); ++i)
      if (nodes(node_count(sequence) + i) != completed[i]) return Fail{LogError::broken_chain};
    tip.last_hash = entry_hash(**stored);
  }
  return tip;
}

// The checkpoint before the one at `size`: where the last commit began.
std::uint64_t previous_size(const ReadTxn& read, std::uint64_t size) {
  constexpr std::uint64_t look_back = 4096;  // entries; a longer tick is replayed in part
  const std::uint64_t from = size > look_back ? size - look_back : 0;
  const auto keys = read.keys(index_of(Store::checkpoints), key_of(from), key_of(size));
  if (!keys || keys->empty()) return from;
  return number_of(keys->back()).value_or(from);
}

}  // namespace

Result<Log, LogError> Log::open(Options options) {
  CHECK(valid_origin(options.origin), "a log needs a well-formed origin");
  CHECK(options.clock != nullptr, "a log needs a clock");
  TRY([[maybe_unused]] Unit made, make_folder(options.folder));
  auto lock = FolderLock::exclusive(options.folder);
  if (!lock) return Fail{lock.error() == LockError::in_use ? LogError::in_use : LogError::locked};
  auto env = Env::open(options.folder, Env::Mode::write, options.map_bytes, store_names, first_stores);
  if (!env) return Fail{log_error_of(env.error())};
  TRY(const std::uint32_t generation, last_annex_generation(*env));
  auto day_keys = KeyRing::open(options.day_keys, options.clock->now(), generation);
  if (!day_keys) return Fail{LogError::day_keys};
  auto state =
      std::make_unique<State>(std::move(options), std::move(*lock), std::move(*env), std::move(*day_keys));
  TRY([[maybe_unused]] Unit ready, resume_log(*state));
  TRY([[maybe_unused]] Unit settled, settle_keys(*state));
  const auto stated = state_keys(state->options.folder, state->keys);
  if (!stated) return Fail{stated.error().kind == FileError::Kind::full ? LogError::full : LogError::disk};
  return Log{std::move(state)};
}

Result<Unit, LogError> Log::resume_log(State& state) {
  const auto read = ReadTxn::begin(state.env);
  if (!read) return Fail{log_error_of(read.error())};
  TRY(const std::optional<KeyValue> entry, last_of(*read, Store::entries));
  TRY(const std::optional<KeyValue> note, last_of(*read, Store::checkpoints));
  if (!entry && !note) return begin_log(state);
  TRY([[maybe_unused]] Unit ours, learn_keys(state));
  if (!entry || !note) return Fail{LogError::broken_chain};
  const std::string text{as_text(note->value)};
  const auto checkpoint = verify_checkpoint(text, state.keys);
  if (!checkpoint || number_of(note->key) != checkpoint->size || checkpoint->size == 0 ||
      number_of(entry->key) != checkpoint->size - 1)
    return Fail{LogError::broken_chain};
  TRY(state.tip, replay(*read, previous_size(*read, checkpoint->size), checkpoint->size));
  if (state.tip.frontier.root() != checkpoint->root) return Fail{LogError::broken_chain};
  state.latest = {*checkpoint, text};
  return Unit{};
}

Result<Unit, LogError> Log::begin_log(State& state) {
  Batch batch;
  batch.events.push_back({.kind = EventKind::genesis,
                          .at = state.options.clock->now(),
                          .actor = "broker",
                          .code = state.options.origin,
                          .reference = sha256(state.key->verify_key().bytes)});
  TRY([[maybe_unused]] Committed begun, commit_to(state, batch));
  const std::filesystem::path folder = std::filesystem::absolute(state.options.folder);
  if (!sync_folder(folder) || !sync_folder(folder.parent_path())) return Fail{LogError::disk};
  return Unit{};
}

}  // namespace concordat::audit
