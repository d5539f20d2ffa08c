#include "console/terminal/envelope_options.h"

#include "console/terminal/reading.h"

namespace concordat::console {

void bind(CLI::App& leaf, EnvelopeOptions& to) {
  const std::string group = "Where the message's envelope does not say";
  leaf.add_option("--from", to.from, "Its sender, such as school/eastbury")->type_name("AGENCY")->group(group);
  leaf.add_option("--scheme", to.scheme, "Its scheme, such as prevent")->type_name("NAME")->group(group);
  leaf.add_option("--purpose", to.purpose, "Its purpose, such as channel-referral")->type_name("NAME")->group(group);
  leaf.add_option("--area", to.area, "Its area, such as E09000002")->type_name("ONS-CODE")->group(group);
  leaf.add_option("--by", to.agreement, "The agreement that it names, such as lbbd-prevent/1")->type_name("NAME/VERSION")->group(group);
}

Result<schemas::EnvelopeDefaults, Exit> defaults_of(const EnvelopeOptions& options, Instant now, const Terminal& terminal) {
  schemas::EnvelopeDefaults defaults;
  defaults.now = now;
  defaults.case_opened = london_date(now);
  defaults.scheme = options.scheme;
  defaults.purpose = options.purpose;
  defaults.area = options.area;
  defaults.marking = schemas::Marking::official_sensitive;
  defaults.urgency = schemas::Urgency::routine;
  if (!options.from.empty()) {
    TRY(schemas::AgencyId sender, read_agency(options.from, "--from", terminal));
    defaults.sender = std::move(sender);
  }
  if (!options.agreement.empty()) {
    defaults.agreement = schemas::parse_agreement_name(options.agreement);
    if (!defaults.agreement) return Fail{terminal.invalid("--by", "must be NAME/VERSION, such as lbbd-prevent/1")};
  }
  return defaults;
}

}  // namespace concordat::console
