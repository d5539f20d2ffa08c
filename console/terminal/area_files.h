// The texts of a demonstration area's configuration files, and who takes part in it.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace concordat::console {

inline constexpr std::string_view demo_area = "E09000002";  // Barking and Dagenham
inline constexpr std::string_view demo_log_origin = "log.lbbd.concordat.example";
inline constexpr std::size_t demo_quorum = 2;

struct DemoAgency {
  std::string_view kind;
  std::string_view id;
  std::string_view name;
  std::string_view duty_contact;
  std::string_view purpose;  // of what it sends, where nothing else says
};
inline constexpr std::array<DemoAgency, 5> demo_agencies{{
    {"council", "council/lbbd", "London Borough of Barking and Dagenham", "020 7946 0011", "safeguarding-mash"},
    {"police", "police/met", "Metropolitan Police Service", "020 7946 0021", "safeguarding-mash"},
    {"nhs", "nhs/nelft", "North East London NHS Foundation Trust", "020 7946 0031", "safeguarding-mash"},
    {"school", "school/eastbury", "Eastbury Community School", "020 7946 0041", "channel-referral"},
    {"probation", "probation/london", "London Probation", "020 7946 0051", "safeguarding-mash"},
}};

struct DemoApprover {
  std::string_view name;
  std::string_view agency;
};
inline constexpr std::array<DemoApprover, 4> demo_approvers{{
    {"amina-council", "council/lbbd"}, {"ben-police", "police/met"}, {"chidi-nhs", "nhs/nelft"}, {"dilys-probation", "probation/london"}}};

struct DemoOfficer {
  std::string_view name;
  std::string_view role;
};
inline constexpr std::array<DemoOfficer, 2> demo_officers{{{"ig-officer", "igOfficer"}, {"operator", "operator"}}};

std::string endpoint(unsigned port);  // on loopback
std::string broker_toml(unsigned port);
std::string adapter_toml(const DemoAgency& agency, unsigned port);
struct OfficerFacts {
  std::string_view name;
  std::string broker_key;  // Z85
  std::string log_key;     // hexadecimal
};
std::string officer_toml(const OfficerFacts& officer, unsigned port);

}  // namespace concordat::console
