// The log's rows as other systems read them: FHIR R4 AuditEvents after the IHE Basic Audit Log Patterns, and JSON lines for a
// SIEM. One line each, without the line's end. No submitted value, and nothing of an annex but the case and the field paths.
#pragma once

#include <optional>

#include "audit/reports/log_row.h"

namespace concordat::audit {

// IHE.BasicAudit.PrivacyDisclosure.Source of a disclosed entry, IHE.BasicAudit.Query of an access; nothing of other kinds.
std::optional<std::string> fhir_audit_event(const LogRow& row, std::string_view log_origin);
// Any kind: flat, with stable keys ("event.kind", "source.agency", …); headers alone.
std::string siem_line(const LogRow& row, std::string_view log_origin);

}  // namespace concordat::audit
