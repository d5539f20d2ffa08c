#include "policy/word_names.h"

#include <algorithm>
#include <array>

namespace concordat::policy {
namespace {

constexpr auto words = std::to_array<std::string_view>({
    "abbey",    "amber",   "an",        "angel",    "april",  "archer",  "ash",     "august",  "autumn",
    "baker",    "ball",    "banks",     "barber",   "bay",    "beach",   "bee",     "bell",    "berry",
    "best",     "bird",    "bishop",    "black",    "bliss",  "blossom", "blue",    "bond",    "booth",
    "bright",   "brook",   "brooks",    "brown",    "buck",   "bull",    "burns",   "bush",    "butcher",
    "butler",   "candy",   "carpenter", "carter",   "case",   "cash",    "chance",  "charity", "chase",
    "chip",     "clay",    "cliff",     "clover",   "colt",   "cook",    "cooper",  "coral",   "cross",
    "crystal",  "daisy",   "dawn",      "day",      "dean",   "destiny", "diamond", "dick",    "do",
    "earl",     "ebony",   "eden",      "eve",      "faith",  "farmer",  "fern",    "field",   "fisher",
    "flint",    "flowers", "ford",      "forest",   "foster", "fox",     "frank",   "french",  "frost",
    "gardener", "gay",     "ginger",    "gold",     "golden", "grace",   "grant",   "gray",    "green",
    "guy",      "hall",    "hardy",     "harmony",  "harper", "haven",   "hazel",   "he",      "heather",
    "her",      "hill",    "him",       "holiday",  "holly",  "honey",   "hood",    "hope",    "house",
    "hunt",     "hunter",  "in",        "iris",     "it",     "ivy",     "jade",    "jasmine", "jewel",
    "jewels",   "joy",     "june",      "justice",  "king",   "knight",  "lake",    "lamb",    "lance",
    "lane",     "lark",    "laurel",    "lavender", "leaf",   "lily",    "little",  "long",    "love",
    "lucky",    "ma",      "mace",      "mark",     "marks",  "marsh",   "mason",   "may",     "mead",
    "melody",   "mercy",   "miles",     "mill",     "miller", "my",      "myrtle",  "no",      "noble",
    "north",    "nova",    "oak",       "olive",    "on",     "opal",    "pa",      "page",    "park",
    "parker",   "pat",     "patience",  "peace",    "pearl",  "penny",   "piper",   "pool",    "poppy",
    "porter",   "pound",   "price",     "prince",   "queen",  "rain",    "raven",   "read",    "reed",
    "rice",     "rich",    "river",     "rivers",   "robin",  "rock",    "rocky",   "rod",     "rose",
    "rosemary", "ruby",    "rush",      "sage",     "sandy",  "savage",  "scout",   "sharp",   "shepherd",
    "silver",   "singer",  "sky",       "slater",   "small",  "smart",   "smith",   "snow",    "so",
    "son",      "south",   "spring",    "star",     "steel",  "stern",   "stone",   "storm",   "street",
    "strong",   "summer",  "summers",   "sun",      "sunny",  "swan",    "swift",   "temple",  "thyme",
    "tiger",    "to",      "trinity",   "turner",   "usher",  "verity",  "victor",  "violet",  "wade",
    "walker",   "wall",    "ward",      "waters",   "we",     "weaver",  "wells",   "west",    "wheeler",
    "white",    "wild",    "will",      "willow",   "win",    "winter",  "wise",    "wolf",    "wood",
    "woods",    "worth",   "wren",      "you",      "young",
});
static_assert(std::is_sorted(words.begin(), words.end()));

}  // namespace

bool is_dictionary_word(std::string_view name) {
  return std::binary_search(words.begin(), words.end(), name);
}

}  // namespace concordat::policy
