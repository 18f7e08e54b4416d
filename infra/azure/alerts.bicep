// The alerts. docs/operating.md, "Alerts", has the meaning and the remedy of each.
// They read the bot's own log lines, which hold only ids and counts.

param name string
param location string
param alertAddress string
param workspace string
param unique string

// The bot's log lines; each is one JSON object.
var lines = 'ContainerAppConsoleLogs_CL | where ContainerAppName_s == "${name}" | extend line = parse_json(Log_s) | extend event = tostring(line.event)'

// Severity 1 needs somebody at once, 2 on the next working day. `quiet` fires when lines are missing.
var alerts = [
  {
    name: 'SightlineSilent'
    severity: 1
    window: 'PT15M'
    query: '${lines} | where event == "standing"'
    quiet: true
    count: 1
  }
  {
    name: 'SightlineNotReady'
    severity: 1
    window: 'PT15M'
    query: 'ContainerAppSystemLogs_CL | where ContainerAppName_s == "${name}" | where Reason_s in ("ProbeFailed", "BackOff")'
    quiet: false
    count: 10
  }
  {
    name: 'SightlineCannotSignIn'
    severity: 1
    window: 'PT15M'
    query: '${lines} | where event in ("token_refused", "signing_keys_unread")'
    quiet: false
    count: 3
  }
  {
    name: 'SightlineJobFails'
    severity: 1
    window: 'PT15M'
    query: '${lines} | where event == "job.failed"'
    quiet: false
    count: 3
  }
  {
    name: 'SightlineClockWrong'
    severity: 1
    window: 'PT15M'
    query: '${lines} | where event in ("clock.jumped", "clock.in_doubt")'
    quiet: false
    count: 3
  }
  {
    name: 'SightlineChatRefused'
    severity: 1
    window: 'PT15M'
    query: '${lines} | where event == "chat.refused"'
    quiet: false
    count: 1
  }
  {
    name: 'SightlineMessagesWait'
    severity: 2
    window: 'PT30M'
    query: '${lines} | where event == "standing" and toint(line.waited) > 1800'
    quiet: false
    count: 3
  }
  {
    name: 'SightlineMessagesFail'
    severity: 2
    window: 'PT1H'
    query: '${lines} | where event == "message.not_sent" and tostring(line.outcome) != "retry"'
    quiet: false
    count: 5
  }
  {
    name: 'SightlineTurnsFail'
    severity: 2
    window: 'PT15M'
    query: '${lines} | where event in ("turn_failed", "turn_unanswered")'
    quiet: false
    count: 3
  }
  {
    name: 'SightlineStrangersKnock'
    severity: 2
    window: 'PT15M'
    query: '${lines} | where event == "activity_refused" and tostring(line.code) == "not_signed_in"'
    quiet: false
    count: 200
  }
]

resource who 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-who'
  location: 'global'
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [
      {
        name: 'on-call'
        emailAddress: alertAddress
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [for alert in alerts: {
  name: alert.name
  location: location
  properties: {
    displayName: alert.name
    description: 'docs/operating.md, "Alerts"'
    severity: alert.severity
    enabled: true
    // Azure creates the table of log lines with the first line, so it may not exist yet.
    skipQueryValidation: true
    scopes: [
      workspace
    ]
    evaluationFrequency: 'PT5M'
    windowSize: alert.window
    criteria: {
      allOf: [
        {
          query: alert.query
          timeAggregation: 'Count'
          operator: alert.quiet ? 'LessThan' : 'GreaterThanOrEqual'
          threshold: alert.count
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    actions: {
      actionGroups: [
        who.id
      ]
    }
  }
}]

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' existing = {
  name: '${name}-${unique}'
}

resource databaseFull 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'SightlineDatabaseFull'
  location: 'global'
  properties: {
    description: 'docs/operating.md, "Alerts"'
    severity: 2
    enabled: true
    scopes: [
      database.id
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'storage'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'storage_percent'
          operator: 'GreaterThan'
          threshold: 80
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [
      {
        actionGroupId: who.id
      }
    ]
  }
}
