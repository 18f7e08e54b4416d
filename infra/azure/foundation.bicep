// What stays: network, identity, bot registration, vault, database, registry and logs.
// Deploy it once; a second deployment changes nothing that holds data. This file has been parsed and
// scanned, but its authors have not deployed it.

targetScope = 'resourceGroup'

@description('A short name for all resources, of letters and digits, e.g. sightline.')
@minLength(3)
@maxLength(12)
param name string = 'sightline'

@description('The region. UK South keeps children\'s data in the United Kingdom.')
param location string = resourceGroup().location

@description('The host name of the app. It is known after the first deployment of app.bicep; empty before.')
param host string = ''

@description('The password of the database\'s administrator: 32 letters and digits. Do not store it elsewhere.')
@secure()
@minLength(24)
param databasePassword string

@description('Whether another region keeps a copy of the backups. Switch it off if your policy forbids it.')
param backupsInSecondRegion bool = true

var unique = uniqueString(resourceGroup().id)
var databaseUser = 'sightline'

resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 90
  }
}

// The bot uses this identity, so there is no password or certificate to keep or renew.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-bot'
  location: location
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = if (!empty(host)) {
  name: '${name}-bot'
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'S1'
  }
  properties: {
    displayName: 'Sightline'
    endpoint: 'https://${host}/api/messages'
    msaAppId: identity.properties.clientId
    msaAppTenantId: subscription().tenantId
    msaAppType: 'UserAssignedMSI'
    msaAppMSIResourceId: identity.id
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = if (!empty(host)) {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}

resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.90.0.0/24'
      ]
    }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: '10.90.0.0/26'
          networkSecurityGroup: {
            id: guard.id
          }
          delegations: [
            {
              name: 'apps'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.90.0.64/28'
          networkSecurityGroup: {
            id: guard.id
          }
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
      {
        name: 'private'
        properties: {
          addressPrefix: '10.90.0.80/28'
          networkSecurityGroup: {
            id: guard.id
          }
        }
      }
    ]
  }
}

// From outside, only the bot can be reached, and only by HTTPS.
resource guard 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
  name: '${name}-guard'
  location: location
  properties: {
    securityRules: [
      {
        name: 'https-to-the-bot'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.90.0.0/26'
          destinationPortRanges: [
            '443'
            '31443'
          ]
        }
      }
      {
        name: 'nothing-else-from-outside'
        properties: {
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource databaseZone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'
}

resource databaseZoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: databaseZone
  name: '${name}-network'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${unique}'
  location: location
  sku: {
    name: 'Standard_D2ds_v5'
    tier: 'GeneralPurpose'
  }
  properties: {
    version: '17'
    administratorLogin: databaseUser
    administratorLoginPassword: databasePassword
    storage: {
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: 35
      geoRedundantBackup: backupsInSecondRegion ? 'Enabled' : 'Disabled'
    }
    highAvailability: {
      mode: 'ZoneRedundant'
    }
    network: {
      delegatedSubnetResourceId: '${network.id}/subnets/database'
      privateDnsZoneArmResourceId: databaseZone.id
      publicNetworkAccess: 'Disabled'
    }
  }
  dependsOn: [
    databaseZoneLink
  ]
}

resource ledger 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: database
  name: 'sightline'
  properties: {
    charset: 'UTF8'
    collation: 'C'
  }
}

resource databaseStays 'Microsoft.Authorization/locks@2020-05-01' = {
  name: '${name}-database-stays'
  scope: database
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the ledger.'
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${name}${take(unique, 10)}'
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Deny'
    }
  }
}

// If the data key is lost, so is every text that was sealed with it.
resource vaultStays 'Microsoft.Authorization/locks@2020-05-01' = {
  name: '${name}-vault-stays'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the data key.'
  }
}

resource databaseUrl 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-url'
  properties: {
    contentType: 'DATABASE_URL'
    value: 'postgresql://${databaseUser}:${uriComponent(databasePassword)}@${database.properties.fullyQualifiedDomainName}:5432/sightline?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt'
  }
}

// The role Key Vault Secrets User, which can only read secrets.
resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, 'reads')
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
  }
}

resource vaultZone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: 'privatelink.vaultcore.azure.net'
  location: 'global'
}

resource vaultZoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: vaultZone
  name: '${name}-network'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

resource vaultDoor 'Microsoft.Network/privateEndpoints@2023-11-01' = {
  name: '${name}-vault'
  location: location
  properties: {
    subnet: {
      id: '${network.id}/subnets/private'
    }
    privateLinkServiceConnections: [
      {
        name: 'vault'
        properties: {
          privateLinkServiceId: vault.id
          groupIds: [
            'vault'
          ]
        }
      }
    ]
  }
}

resource vaultDoorName 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2023-11-01' = {
  parent: vaultDoor
  name: 'vault'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'vault'
        properties: {
          privateDnsZoneId: vaultZone.id
        }
      }
    ]
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: '${name}${unique}'
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

// The role AcrPull, which can only pull images.
resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, identity.id, 'pulls')
  scope: registry
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
  }
}

// Logs of reads of secrets, and of the database.
resource vaultTold 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-logs'
  scope: vault
  properties: {
    workspaceId: logs.id
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

resource databaseTold 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-logs'
  scope: database
  properties: {
    workspaceId: logs.id
    logs: [
      {
        category: 'PostgreSQLLogs'
        enabled: true
      }
    ]
  }
}

output appId string = identity.properties.clientId
output vaultName string = vault.name
output registryName string = registry.name
