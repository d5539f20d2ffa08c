#include "console/web/pages/agreement_difference.h"

#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/difference_view.h"
#include "policy/check.h"

namespace concordat::console::web {
namespace {

// What counts now by this console's own copies, for when the broker does not say.
InForce shelved_in_force(const Visit& visit, const std::filesystem::path& folder, const std::string& name) {
  for (const ShelvedAgreement& one : agreement_shelf(folder, london_date(visit.now())))
    if (one.is_in_force && one.tree.name == name) return {one.name(), one.text};
  return {};
}

}  // namespace

Response agreement_difference_page(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  View view = agreement_view(*about, "/difference");
  const Settings& settings = visit.console().settings;
  const policy::Parsed parsed = policy::read_agreement(about->text, nullptr);
  const std::string& name = parsed.agreement.name;
  const auto told = told_in_force(visit, name, "looked at what a draft of " + name + " changes");
  const InForce now = told ? *told : shelved_in_force(visit, settings.agreements, name);
  const std::optional<policy::Parties> parties = settings.directory.empty() ? std::nullopt : std::optional{parties_for(settings, parsed.agreement)};
  // What is readable by itself may still name an agency that the directory does not.
  const bool is_readable = !policy::has_errors(parsed.diagnostics) && (!parties || (book_of(about->text, *parties) && (now.text.empty() || book_of(now.text, *parties))));
  view.show_if("is_told", told.has_value()).show_if("is_new", now.text.empty()).show_if("is_readable", is_readable).say("name", name).say("against", now.name);
  if (!now.text.empty() && is_readable) view.put("difference", difference_view(Comparison{now.text, about->text, parties}));
  return visit.page("agreement_difference", std::move(view), about->title + ": what changes");
}

}  // namespace concordat::console::web
