// The people who govern the simulated area. At each call one of them signs something, sensible or not: a suspension of the
// whole, a field or a recipient, a resumption that may be somebody else's to give, a step towards the next version of an agreement or of
// the directory, or what was said before once more. By what the broker's register says, so that not all of it is refused.
//
//   Board board{area, dice};
//   core.pipeline().govern(board.founding(now));
//   const Board::Said said = board.acts(core.governed, now);
//   core.pipeline().ask(said.carrier, said.ask);
#pragma once

#include <array>

#include "tests/broker/people.h"
#include "tests/sim/area.h"

namespace concordat::sim {

inline constexpr std::array governed_names{"sim-hub", "sim-prevent"};
inline constexpr std::array suspendable{"subject.birthDate", "referral.reason", "concern"};
inline constexpr std::string_view guest = "school/eastbury";
constexpr bool is_guest_suspended(std::uint32_t directory_version) { return directory_version % 2 == 0; }

class Board {
public:
  Board(const Area& area, Dice& dice);
  struct Said {
    broker::Session carrier;
    schemas::Ask ask;
  };

  // The first directory, with these people in it, and both agreements, as signed files bring them.
  broker::Governance founding(Instant now) const;
  Said acts(const broker::Register& in, Instant now);
  static bool is_mended(const broker::Register& in, Instant now);  // everything is in force, for everybody
  // One step back to that; nothing when it is so.
  std::optional<Said> mends(const broker::Register& in, Instant now);

private:
  Said says(broker::Who who, schemas::Statement statement, const broker::Attached& attached);
  broker::Who anybody();
  broker::Who somebody_of(const schemas::AgencyId& agency);
  Said suspends(const broker::Version& version, Instant now);
  Said resumes(const broker::Version& version, const schemas::AgencyId& agency, Instant now);
  Said renews(const broker::Register& in, const broker::Version& version, Instant now);
  Said moves_directory(const broker::Register& in, broker::Who who, Instant now);
  Said repeats();

  const Area& area_;
  Dice& dice_;
  broker::People people_;
  std::optional<Said> last_;
};

}  // namespace concordat::sim
