// Canonical JSON: any text is a message or a list of problems; and a message that was read is written
// and read again as the same message.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "schemas/json.h"

using namespace concordat;
using namespace concordat::schemas;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const EnvelopeDefaults defaults{.now = *parse_instant("2026-04-01T09:30:00Z"), .sender = AgencyId{"school/abbey"}, .scheme = "prevent",
                                  .purpose = "channel-referral", .area = "E09000002", .marking = Marking::official, .urgency = Urgency::routine};
  const auto message = message_from_json({reinterpret_cast<const char*>(bytes), size}, defaults);
  if (!message) {
    CHECK(!message.error().empty(), "a refusal says why");
    return 0;
  }
  const std::string text = message_to_json(*message);
  const auto again = message_from_json(text);
  CHECK(again.has_value(), "what was written can be read");
  CHECK(message_to_json(*again) == text, "what was read again is the same");
  return 0;
}
