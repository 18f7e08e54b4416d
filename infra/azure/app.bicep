// What each upgrade replaces: the copies of the bot, and the task that runs its commands.
// Deploy it after foundation.bicep, into the same resource group. This file has been parsed and
// scanned, but its authors have not deployed it.

targetScope = 'resourceGroup'

@description('The same short name as in foundation.bicep.')
@minLength(3)
@maxLength(12)
param name string = 'sightline'

param location string = resourceGroup().location

@description('The version: a tag of the image in the registry, e.g. 1.0.0; never latest.')
param version string

@description('The number of copies of the bot, which share one ledger. Two survive the loss of one machine.')
@minValue(2)
@maxValue(4)
param replicas int = 2

@description('The optional permissions of Microsoft Graph with consent: see docs/permissions.md.')
param graph string = ''

@description('The https origin of the bot for the board, https:// and its host; empty until it is known.')
param address string = ''

@description('The host of the files in your chats, e.g. council-my.sharepoint.com.')
param fileHosts string = 'sharepoint.com'

@description('Whether guests of the tenant may take part if they are in the people file.')
param guests bool = false

@description('The address for traces (OTLP over HTTP); empty for none.')
param traces string = ''

@description('The command of sightline, with its options, that the task runs when it is started.')
param task array = [
  'db'
  'upgrade'
]

@description('The email address that alerts are sent to.')
param alertAddress string

var unique = uniqueString(resourceGroup().id)
var settings = [
  {
    name: 'MicrosoftAppType'
    value: 'UserAssignedMSI'
  }
  {
    name: 'MicrosoftAppId'
    value: identity.properties.clientId
  }
  {
    name: 'MicrosoftAppTenantId'
    value: subscription().tenantId
  }
  {
    name: 'DATABASE_URL'
    secretRef: 'database-url'
  }
  {
    name: 'SIGHTLINE_DATA_KEY'
    secretRef: 'data-key'
  }
  {
    name: 'SIGHTLINE_ADDRESS'
    value: address
  }
  {
    name: 'SIGHTLINE_GRAPH'
    value: graph
  }
  {
    name: 'SIGHTLINE_FILE_HOSTS'
    value: fileHosts
  }
  {
    name: 'SIGHTLINE_GUESTS'
    value: string(guests)
  }
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT'
    value: traces
  }
]
var secrets = [
  {
    name: 'database-url'
    keyVaultUrl: '${vault.properties.vaultUri}secrets/database-url'
    identity: identity.id
  }
  {
    name: 'data-key'
    keyVaultUrl: '${vault.properties.vaultUri}secrets/data-key'
    identity: identity.id
  }
]
var image = '${registry.properties.loginServer}/sightline:${version}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: '${name}-bot'
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: '${name}${take(unique, 10)}'
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: '${name}${unique}'
}

resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' existing = {
  name: '${name}-logs'
}

resource network 'Microsoft.Network/virtualNetworks@2023-11-01' existing = {
  name: '${name}-network'
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-apps'
  location: location
  properties: {
    zoneRedundant: true
    vnetConfiguration: {
      infrastructureSubnetId: '${network.id}/subnets/apps'
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 3978
        transport: 'http'
        allowInsecure: false
      }
      registries: [
        {
          server: registry.properties.loginServer
          identity: identity.id
        }
      ]
      secrets: secrets
    }
    template: {
      containers: [
        {
          name: 'bot'
          image: image
          env: settings
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 5
              failureThreshold: 24
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: 3978
              }
              periodSeconds: 15
              timeoutSeconds: 5
              failureThreshold: 4
            }
          ]
        }
      ]
      scale: {
        minReplicas: replicas
        maxReplicas: replicas
      }
      terminationGracePeriodSeconds: 60
    }
  }
}

// Runs commands that need no file, such as init and db upgrade: az containerapp job start.
resource runsTask 'Microsoft.App/jobs@2024-03-01' = {
  name: '${name}-task'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      replicaTimeout: 1800
      replicaRetryLimit: 0
      manualTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
      }
      registries: [
        {
          server: registry.properties.loginServer
          identity: identity.id
        }
      ]
      secrets: secrets
    }
    template: {
      containers: [
        {
          name: 'task'
          image: image
          args: task
          env: settings
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
        }
      ]
    }
  }
}

module alerts 'alerts.bicep' = {
  name: '${name}-alerts'
  params: {
    name: name
    location: location
    alertAddress: alertAddress
    workspace: logs.id
    unique: unique
  }
  dependsOn: [
    app
  ]
}

output host string = app.properties.configuration.ingress.fqdn
