// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import { ERC3009 } from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

import { IOptimismMintableERC20 } from "./interfaces/IOptimismMintableERC20.sol";

/// @title OPEN on an OP Stack chain
/// @notice What `OpenToken` is on L1, but that nothing is minted at the start: the standard bridge mints what it locked on
/// L1 and burns what it unlocks there. OPEN that is burned here by anyone else stays locked on L1 for ever, which burns it
/// there too.
contract OpenTokenL2 is ERC20, ERC20Burnable, ERC20Permit, ERC3009, IOptimismMintableERC20 {
    /// @notice All OPEN that exist on L1, wei: more can't have been locked.
    uint256 public constant MAX_SUPPLY = 1_000_000_000 ether;

    /// @inheritdoc IOptimismMintableERC20
    address public immutable remoteToken;
    /// @inheritdoc IOptimismMintableERC20
    address public immutable bridge;

    /// @notice The first log of this contract: from its block on a deployment is worth following.
    event Bridged(address indexed remoteToken, address indexed bridge);
    /// @notice Minted by the bridge. The OP Stack's indexers know this event.
    event Mint(address indexed account, uint256 amount);
    /// @notice Burned by the bridge. The OP Stack's indexers know this event.
    event Burn(address indexed account, uint256 amount);

    error ZeroAddress();
    error NotBridge(address caller);
    error SupplyAboveRemote(uint256 supply, uint256 maximum);

    /// @param remoteToken_ `OpenToken` on L1.
    /// @param bridge_ The chain's standard bridge: 0x4200000000000000000000000000000000000010 on OP Stack chains.
    constructor(address remoteToken_, address bridge_) ERC20("OpenLedger", "OPEN") ERC20Permit("OpenLedger") {
        require(remoteToken_ != address(0) && bridge_ != address(0), ZeroAddress());
        (remoteToken, bridge) = (remoteToken_, bridge_);
        emit Bridged(remoteToken_, bridge_);
    }

    /// @inheritdoc IOptimismMintableERC20
    function mint(address to, uint256 amount) external {
        require(msg.sender == bridge, NotBridge(msg.sender));
        uint256 supply = totalSupply() + amount;
        require(supply <= MAX_SUPPLY, SupplyAboveRemote(supply, MAX_SUPPLY));

        emit Mint(to, amount);
        _mint(to, amount);
    }

    /// @inheritdoc IOptimismMintableERC20
    function burn(address from, uint256 amount) external {
        require(msg.sender == bridge, NotBridge(msg.sender));

        emit Burn(from, amount);
        _burn(from, amount);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IOptimismMintableERC20).interfaceId;
    }
}
