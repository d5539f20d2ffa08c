#include "policy/catalogue.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"

namespace concordat::policy {
namespace {

using enum BasisRole;

// Competent authorities of DPA 2018 Schedule 7 among the kinds we know.
constexpr std::string_view competent = "police probation prison";
// Public bodies cannot rely on legitimate interests in the performance of their tasks (Article 6(1), last
// paragraph).
constexpr std::string_view private_bodies = "charity college school";
// Authorities specified in CTSA 2015 Schedule 6, and relevant authorities of CDA 1998 s115.
constexpr std::string_view specified = "council police nhs school college probation prison";
constexpr std::string_view relevant = "council police nhs probation";
constexpr std::string_view mappa = "council police nhs school probation prison";

constexpr auto bases = std::to_array<Basis>({
    {"ukgdpr.6.1.a", "Consent", lawful, "", ""},
    {"ukgdpr.6.1.b", "Contract", lawful, "", ""},
    {"ukgdpr.6.1.c", "Legal obligation", lawful, "", ""},
    {"ukgdpr.6.1.d", "Vital interests", lawful, "", ""},
    {"ukgdpr.6.1.e", "Public task", lawful, "", ""},
    {"ukgdpr.6.1.ea", "Recognised legitimate interests", lawful, private_bodies, ""},
    {"ukgdpr.6.1.f", "Legitimate interests", lawful, private_bodies, ""},
    {"ukgdpr.9.2.a", "Explicit consent", special, "", ""},
    {"ukgdpr.9.2.b", "Employment, social security and social protection law", special_part1, "", ""},
    {"ukgdpr.9.2.c", "Vital interests of someone who cannot consent", special, "", ""},
    {"ukgdpr.9.2.d", "Not-for-profit bodies", special, private_bodies, ""},
    {"ukgdpr.9.2.e", "Manifestly made public by the person", special, "", ""},
    {"ukgdpr.9.2.f", "Legal claims and judicial acts", special, "", ""},
    {"ukgdpr.9.2.g", "Substantial public interest", special_part2, "", ""},
    {"ukgdpr.9.2.h", "Health or social care", special_part1, "", ""},
    {"ukgdpr.9.2.i", "Public health", special_part1, "", ""},
    {"ukgdpr.9.2.j", "Archiving, research and statistics", special_part1, "", ""},
    {"ukgdpr.10", "Criminal convictions and offences", criminal, "", ""},
    {"dpa2018.sch1.1", "Employment, social security and social protection", sch1_part1, "", ""},
    {"dpa2018.sch1.2", "Health or social care purposes", sch1_part1, "", ""},
    {"dpa2018.sch1.3", "Public health", sch1_part1, "", ""},
    {"dpa2018.sch1.4", "Research", sch1_part1, "", ""},
    {"dpa2018.sch1.6", "Statutory and government purposes", sch1_part2, "", ""},
    {"dpa2018.sch1.7", "Administration of justice and parliamentary purposes", sch1_part2, "", ""},
    {"dpa2018.sch1.8", "Equality of opportunity or treatment", sch1_part2, "", ""},
    {"dpa2018.sch1.9", "Racial and ethnic diversity at senior levels", sch1_part2, "", ""},
    {"dpa2018.sch1.10", "Preventing or detecting unlawful acts", sch1_part2, "", ""},
    {"dpa2018.sch1.11", "Protecting the public against dishonesty", sch1_part2, "", ""},
    {"dpa2018.sch1.12", "Regulatory requirements about unlawful acts", sch1_part2, "", ""},
    {"dpa2018.sch1.13", "Journalism about unlawful acts and dishonesty", sch1_part2, "", ""},
    {"dpa2018.sch1.14", "Preventing fraud", sch1_part2, "", ""},
    {"dpa2018.sch1.15", "Suspicion of terrorist financing or money laundering", sch1_part2, "", ""},
    {"dpa2018.sch1.16", "Support for people with a particular disability or condition", sch1_part2, "", ""},
    {"dpa2018.sch1.17", "Counselling", sch1_part2, "", ""},
    {"dpa2018.sch1.18", "Safeguarding children and individuals at risk", sch1_part2, "", ""},
    {"dpa2018.sch1.19", "Safeguarding economic well-being", sch1_part2, "", ""},
    {"dpa2018.sch1.20", "Insurance", sch1_part2, "", ""},
    {"dpa2018.sch1.21", "Occupational pensions", sch1_part2, "", ""},
    {"dpa2018.sch1.22", "Political parties", sch1_part2, "", ""},
    {"dpa2018.sch1.23", "Elected representatives responding to requests", sch1_part2, "", ""},
    {"dpa2018.sch1.24", "Disclosure to elected representatives", sch1_part2, "", ""},
    {"dpa2018.sch1.25", "Informing elected representatives about prisoners", sch1_part2, "", ""},
    {"dpa2018.sch1.26", "Publication of legal judgments", sch1_part2, "", ""},
    {"dpa2018.sch1.27", "Anti-doping in sport", sch1_part2, "", ""},
    {"dpa2018.sch1.28", "Standards of behaviour in sport", sch1_part2, "", ""},
    {"dpa2018.sch1.29", "Consent (criminal data)", sch1_part3, "", ""},
    {"dpa2018.sch1.30", "Vital interests (criminal data)", sch1_part3, "", ""},
    {"dpa2018.sch1.31", "Not-for-profit bodies (criminal data)", sch1_part3, "", ""},
    {"dpa2018.sch1.32", "Public domain (criminal data)", sch1_part3, "", ""},
    {"dpa2018.sch1.33", "Legal claims (criminal data)", sch1_part3, "", ""},
    {"dpa2018.sch1.34", "Judicial acts (criminal data)", sch1_part3, "", ""},
    {"dpa2018.sch1.35", "Payment accounts in indecency offences", sch1_part3, "", ""},
    {"dpa2018.sch1.36", "Part 2 conditions, without substantial public interest", sch1_part3, "", ""},
    {"dpa2018.sch1.37", "Insurance (criminal data)", sch1_part3, "", ""},
    {"dpa2018.s8", "Lawfulness: public interest and official authority", lawful, "", ""},
    {"dpa2018.part3", "Law-enforcement processing", law_enforcement, competent, ""},
    {"dpa2018.s31", "Law-enforcement purposes", law_enforcement, competent, ""},
    {"dpa2018.s35", "First principle: sensitive processing strictly necessary", sensitive, competent, ""},
    {"dpa2018.s36", "Second principle: purposes of law enforcement", law_enforcement, competent, ""},
    {"dpa2018.sch8.1", "Statutory purposes", sch8, competent, ""},
    {"dpa2018.sch8.2", "Administration of justice", sch8, competent, ""},
    {"dpa2018.sch8.3", "Vital interests", sch8, competent, ""},
    {"dpa2018.sch8.4", "Safeguarding children and individuals at risk", sch8, competent, ""},
    {"dpa2018.sch8.5", "Already in the public domain", sch8, competent, ""},
    {"dpa2018.sch8.6", "Legal claims", sch8, competent, ""},
    {"dpa2018.sch8.7", "Judicial acts", sch8, competent, ""},
    {"dpa2018.sch8.8", "Preventing fraud", sch8, competent, ""},
    {"dpa2018.sch8.9", "Archiving and research", sch8, competent, ""},
    {"ctsa2015.s26", "Prevent duty", gateway, specified, ""},
    {"ctsa2015.s36", "Channel panels: assessment and support", gateway, specified, ""},
    {"ctsa2015.s38", "Co-operation with Channel panels", gateway, "", ""},
    {"cda1998.s17", "Duty to consider crime and disorder", gateway, "", ""},
    {"cda1998.s39", "Youth offending teams", gateway, "", ""},
    {"cda1998.s115", "Disclosure to a relevant authority", gateway, "", relevant},
    {"ca1989.s17", "Children in need", gateway, "", ""},
    {"ca1989.s27", "Co-operation between authorities", gateway, "", ""},
    {"ca1989.s31", "Care and supervision orders", gateway, "", ""},
    {"ca1989.s46", "Police protection of children", gateway, "", ""},
    {"ca1989.s47", "Duty to investigate", gateway, "", ""},
    {"ca2004.s10", "Co-operation to improve well-being", gateway, "", ""},
    {"ca2004.s11", "Duty to safeguard and promote welfare", gateway, "", ""},
    {"careact2014.s6", "Co-operating generally", gateway, "", ""},
    {"careact2014.s7", "Co-operating in specific cases", gateway, "", ""},
    {"careact2014.s42", "Enquiry by the local authority", gateway, "", ""},
    {"careact2014.s43", "Safeguarding adults boards", gateway, "", ""},
    {"careact2014.s44", "Safeguarding adults reviews", gateway, "", ""},
    {"careact2014.s45", "Supply of information", gateway, "", ""},
    {"cja2003.s325", "Assessing risks: co-operation (MAPPA)", gateway, mappa, mappa},
    {"cja2003.s327a", "Disclosure about child sex offenders", gateway, "police probation prison", ""},
    {"ea2002.s175", "Duties of schools about welfare", gateway, "council school college", ""},
    {"omma2007.s14", "Disclosure for offender management", gateway, "", ""},
    {"hsca2012.s251b", "Duty to share in health and social care", gateway, "nhs council", ""},
    {"mca2005.s5", "Acts in connection with care", gateway, "", ""},
    {"equality2010.s149", "Public sector equality duty", gateway, "", ""},
    {"daa2021.*", "Domestic Abuse Act 2021", gateway, "", ""},
    {"pcsc2022.*", "Serious violence duty", gateway, "", ""},
    {"duaa2025.sch4.*", "Recognised legitimate interests", lawful, private_bodies, ""},
    {"confidentiality.consent", "The person agreed to the disclosure", confidentiality, "", ""},
    {"confidentiality.public-interest", "Overriding public interest", confidentiality, "", ""},
    {"confidentiality.legal-duty", "Required or permitted by statute or a court", confidentiality, "", ""},
});

bool names(std::string_view kinds, std::string_view kind) {
  if (kinds.empty()) return true;
  const auto each = split(kinds, ' ');
  return std::find(each.begin(), each.end(), kind) != each.end();
}

}  // namespace

std::span<const Basis> every_basis() {
  return bases;
}

const Basis* find_basis(std::string_view id) {
  for (const Basis& basis : bases) {
    if (basis.id == id) return &basis;
    if (!basis.id.ends_with(".*")) continue;
    const std::string_view family = basis.id.substr(0, basis.id.size() - 1);
    if (id.starts_with(family) && id.size() > family.size()) return &basis;
  }
  return nullptr;
}

std::optional<std::string_view> nearest_basis(std::string_view id) {
  std::vector<std::string> ids;
  for (const Basis& basis : bases) ids.emplace_back(basis.id);
  const auto found = nearest(id, ids);
  if (!found) return std::nullopt;
  return std::find_if(bases.begin(), bases.end(), [&](const Basis& basis) { return basis.id == *found; })->id;
}

bool may_rely(const Basis& basis, std::string_view sender_kind) {
  return names(basis.senders, sender_kind);
}
bool reaches(const Basis& basis, std::string_view recipient_kind) {
  return names(basis.towards, recipient_kind);
}

}  // namespace concordat::policy
